import type { Node } from '../source/source-file.ts';
import { isNothing } from './shapes.ts';

/** The values that an expression may have, without those that are nothing: `a ?? b`, `a || b`, `test ? a : b`. */
export function choicesOf(node: Node): readonly Node[] {
  switch (node.type) {
    case 'ConditionalExpression':
      return [...choicesOf(node.consequent), ...choicesOf(node.alternate)];
    case 'LogicalExpression':
      if (node.operator === '&&') return choicesOf(node.right);
      return [...choicesOf(node.left), ...choicesOf(node.right)];
    case 'TSAsExpression':
    case 'TSTypeAssertion':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'ChainExpression':
      return choicesOf(node.expression);
    default:
      return isNothing(node) ? [] : [node];
  }
}
