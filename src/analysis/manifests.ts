import { dirname, join } from 'node:path';
import type { Project } from '../source/project.ts';

const roots = new WeakMap<Project, Map<string, string>>();

/** The folder with the nearest `package.json` above a file; the file's own where there is none. */
export function packageRoot(path: string, project: Project): string {
  const memo = roots.get(project) ?? new Map<string, string>();
  roots.set(project, memo);
  const folder = dirname(path);
  const known = memo.get(folder);
  if (known !== undefined) return known;
  let root = folder;
  while (project.textAt(join(root, 'package.json')) === undefined) {
    if (dirname(root) === root) {
      root = folder;
      break;
    }
    root = dirname(root);
  }
  memo.set(folder, root);
  return root;
}

/** The text of the nearest `package.json` above a file; empty when there is none. */
export function manifestAround(path: string, project: Project): string {
  return project.textAt(join(packageRoot(path, project), 'package.json')) ?? '';
}
