import { dirname, join } from 'node:path';
import type { Project } from '../source/project.ts';

const manifests = new WeakMap<Project, Map<string, string>>();

/** The text of the nearest `package.json` above a file; empty when there is none. */
export function manifestAround(path: string, project: Project): string {
  const memo = manifests.get(project) ?? new Map<string, string>();
  manifests.set(project, memo);
  const folder = dirname(path);
  const known = memo.get(folder);
  if (known !== undefined) return known;
  const own = project.textAt(join(folder, 'package.json'));
  const text = own ?? (dirname(folder) === folder ? '' : manifestAround(folder, project));
  memo.set(folder, text);
  return text;
}
