import { relative } from 'node:path';
import type { Project } from '../../source/project.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { packageRoot } from '../manifests.ts';
import { callText } from '../call-text.ts';
import type { Place } from '../facts.ts';
import { spanOf } from '../spans.ts';

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
