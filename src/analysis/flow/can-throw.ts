import type { Node, SourceFile } from '../../source/source-file.ts';
import { childrenOf } from '../functions.ts';
import { isFunction } from '../lower/builder.ts';
import { tierOfUnknown } from './no-throw.ts';

const known = new WeakMap<Node, boolean>();

/** Whether a function contains anything that is likely to throw when it is called. */
export function canThrow(file: SourceFile, owner: Node): boolean {
  const memo = known.get(owner);
  if (memo !== undefined) return memo;
  const answer = childrenOf(owner).some(child => mayThrowIn(file, child));
  known.set(owner, answer);
  return answer;
}

function mayThrowIn(file: SourceFile, node: Node): boolean {
  if (isFunction(node)) return false;
  if (
    node.type === 'ThrowStatement' ||
    node.type === 'AwaitExpression' ||
    node.type === 'YieldExpression'
  ) {
    return true;
  }
  const isCall = node.type === 'CallExpression' || node.type === 'NewExpression';
  if (isCall && tierOfUnknown(file, node) === 'likely') return true;
  return childrenOf(node).some(child => mayThrowIn(file, child));
}
