import { isAbsolute, relative } from 'node:path';

/** A path as the user would type it in a folder; one outside of it stays absolute. */
export function toName(path: string, cwd: string): string {
  const name = relative(cwd, path);
  return name.startsWith('..') || isAbsolute(name) ? path : name;
}
