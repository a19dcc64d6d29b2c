import { constantOf } from '../../source/constants.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';

/**
 * Whether a call sends an object that was made to be sent: `client.query(new QueryStream(…))`. The call
 * gives that object and no promise, and the object says itself when it is done.
 */
export function sendsObject(file: SourceFile, node: Node): boolean {
  const first = node.type === 'CallExpression' ? node.arguments[0] : undefined;
  if (first === undefined) return false;
  const value = first.type === 'Identifier' ? constantOf(file, first) : first;
  return value?.type === 'NewExpression';
}
