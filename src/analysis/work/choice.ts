import { soleReturn } from '../../evidence/identity-sources.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { functionAround, isFunction } from '../../source/walk.ts';
import type { Questions } from '../flow/questions.ts';
import { unwrap } from '../lower/expressions.ts';
import { alternativeIn } from './given.ts';

const MAX_HOPS = 3;

/**
 * `storage.getStore() ?? pool`, or a function that gives that: nobody knows whether it is the pool or the
 * handle of a transaction that is open. What a caller may have passed is told apart where it is called.
 */
export function isChoice(
  questions: Questions,
  file: SourceFile,
  node: Node,
  hops = MAX_HOPS,
): boolean {
  const inner = unwrap(node);
  switch (inner.type) {
    case 'LogicalExpression':
      return inner.operator !== '&&' && isBetween(file, inner, inner.right);
    case 'ConditionalExpression':
      return isBetween(file, inner, inner.alternate) || isBetween(file, inner, inner.consequent);
    case 'CallExpression': {
      const called = hops > 0 ? questions.shapeOf(file, unwrap(inner.callee)) : undefined;
      const given = called?.kind === 'function' ? soleReturn(called.node) : undefined;
      if (called?.kind !== 'function' || given === undefined) return false;
      return isChoice(questions, called.file, given, hops - 1);
    }
    default:
      return false;
  }
}

/** Whether a choice between something and what is there already is made anew each time. */
function isBetween(file: SourceFile, choice: Node, fallback: Node): boolean {
  const inner = unwrap(fallback);
  if (inner.type !== 'Identifier' && inner.type !== 'MemberExpression') return false;
  return isFunction(functionAround(choice)) && alternativeIn(file, choice) === undefined;
}
