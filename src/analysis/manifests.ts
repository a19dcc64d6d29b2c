import { dirname, join } from 'node:path';
import type { Project } from '../source/project.ts';

/** A package: its folder, and the text of its manifest. */
interface Package {
  readonly root: string;
  readonly manifest: string;
}

const packages = new WeakMap<Project, Map<string, Package>>();

/** The folder with the nearest `package.json` above a file; the file's own where there is none. */
export function packageRoot(path: string, project: Project): string {
  return packageAround(path, project).root;
}

/** The text of the nearest `package.json` above a file; empty when there is none. */
export function manifestAround(path: string, project: Project): string {
  return packageAround(path, project).manifest;
}

function packageAround(path: string, project: Project): Package {
  const memo = packages.get(project) ?? new Map<string, Package>();
  packages.set(project, memo);
  const folder = dirname(path);
  const known = memo.get(folder) ?? findPackage(folder, project);
  memo.set(folder, known);
  return known;
}

function findPackage(folder: string, project: Project): Package {
  for (let root = folder; ; root = dirname(root)) {
    const manifest = project.textAt(join(root, 'package.json'));
    if (manifest !== undefined) return { root, manifest };
    if (dirname(root) === root) return { root: folder, manifest: '' };
  }
}
