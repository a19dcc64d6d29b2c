import type { Node, SourceFile } from '../../source/source-file.ts';
import { valuesOf } from '../../source/walk.ts';
import { isFunction } from '../../source/walk.ts';
import { tierOfUnknown } from './no-throw.ts';
import type { Value } from './values.ts';

const known = new WeakMap<Node, boolean>();

/** Whether a function contains anything that is likely to throw when it is called. */
export function canThrow(file: SourceFile, owner: Node): boolean {
  const memo = known.get(owner);
  if (memo !== undefined) return memo;
  const answer = valuesOf(owner).some(child => mayThrowIn(file, child));
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
  return valuesOf(node).some(child => mayThrowIn(file, child));
}

/** `new Promise(resolve => setTimeout(resolve, 100))`: nothing in it can throw, and nobody can reject it. */
export function neverRejects(executor: Value | undefined): boolean {
  if (executor?.k !== 'closure' || executor.node.params.length > 1) return false;
  return !canThrow(executor.file, executor.node);
}
