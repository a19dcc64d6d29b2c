import { dirname, join } from 'node:path';
import type { EditSource } from './source.ts';

/** The version of a package that a file uses: what is installed, else the least that its manifest asks for. */
export function installedVersion(
  name: string,
  { file, textAt }: Pick<EditSource, 'file' | 'textAt'>,
): string | undefined {
  let wanted: string | undefined;
  for (let folder = dirname(file.path); ; folder = dirname(folder)) {
    const text = textAt(join(folder, 'node_modules', name, 'package.json'));
    const version = /"version":\s*"([\d.]+)/.exec(text ?? '')?.[1];
    if (version !== undefined) return version;
    const manifest = textAt(join(folder, 'package.json')) ?? '';
    wanted ??= new RegExp(`"${name}":\\s*"[~^>=v ]*([\\d.]+)`).exec(manifest)?.[1];
    if (dirname(folder) === folder) return wanted;
  }
}

/** Whether a version is another one or later. */
export function isAtLeast(version: string, since: string): boolean {
  const [own, least] = [version, since].map(text => text.split('.').map(Number));
  for (const [index, number] of (least ?? []).entries()) {
    const mine = own?.[index] ?? 0;
    if (mine !== number) return mine > number;
  }
  return true;
}
