import { dirname, join, relative } from 'node:path';
import type { Project } from '../../source/project.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { callText } from '../call-text.ts';
import type { Place } from '../facts.ts';
import { spanOf } from '../spans.ts';

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

/** A file's path in its package, with slashes. */
export function pathInPackage(path: string, project: Project): string {
  return relative(packageRoot(path, project), path).replaceAll('\\', '/');
}

/** A node as a place in words. */
export function placeOf(file: SourceFile, node: Node): Place {
  return {
    text: callText(file, node),
    at: spanOf(file, node),
    line: file.lineOf(node.range[0]),
    file: file.path,
  };
}
