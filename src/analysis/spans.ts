import type { Node, SourceFile } from '../source/source-file.ts';
import type { Span } from '../span.ts';

/** Where a node stands. */
export function spanOf(file: SourceFile, node: Node): Span {
  const [start, end] = node.range;
  return { file: file.path, start, end };
}
