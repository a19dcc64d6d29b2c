import type { TSESTree } from '@typescript-eslint/types';
import type { NodeId, Operand, Test } from '../graph.ts';
import type { Node } from '../../source/source-file.ts';
import type { Builder, Targets } from './builder.ts';
import { lowerAsked, lowerValue, unwrap } from './expressions.ts';

/** Lowers a condition to branches; short circuits become control flow. */
export function lowerTest(
  b: Builder,
  wrapped: Node,
  yes: NodeId,
  no: NodeId,
  targets: Targets,
): NodeId {
  const node = unwrap(wrapped);
  if (node.type === 'UnaryExpression' && node.operator === '!') {
    return lowerTest(b, node.argument, no, yes, targets);
  }
  if (node.type === 'LogicalExpression' && node.operator === '&&') {
    return lowerTest(b, node.left, lowerTest(b, node.right, yes, no, targets), no, targets);
  }
  if (node.type === 'LogicalExpression' && node.operator === '||') {
    return lowerTest(b, node.left, yes, lowerTest(b, node.right, yes, no, targets), targets);
  }
  if (node.type === 'BinaryExpression') return lowerComparison(b, node, yes, no, targets);
  const inner = booleanArgument(node);
  if (inner !== undefined) return lowerTest(b, inner, yes, no, targets);
  const value = lowerAsked(b, node, no, targets);
  return value.emit(b.branch({ kind: 'truthy', value: value.operand, node }, yes, no));
}

/** `Boolean(x)` asks the same as `x`. */
export function booleanArgument(node: Node): Node | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return undefined;
  const [asked] = node.arguments;
  return node.callee.name === 'Boolean' && asked?.type !== 'SpreadElement' ? asked : undefined;
}

function lowerComparison(
  b: Builder,
  node: TSESTree.BinaryExpression,
  yes: NodeId,
  no: NodeId,
  targets: Targets,
): NodeId {
  const asked = typeofUndefined(node);
  if (asked !== undefined) return lowerNullish(b, asked, node.operator, yes, no, targets);
  const right = lowerValue(b, node.right, targets);
  const isEqual = node.operator === '==' || node.operator === '===';
  if (!isEqual && node.operator !== '!=' && node.operator !== '!==') {
    const left = lowerValue(b, node.left, targets);
    const test: Test =
      node.operator === 'instanceof'
        ? { kind: 'instance', value: left.operand, of: node.right }
        : { kind: 'unknown' };
    return left.emit(right.emit(b.branch(test, yes, no)));
  }
  const [then, otherwise] = isEqual ? [yes, no] : [no, yes];
  const isLiteral = right.operand.kind === 'literal';
  // A chain that stops early is `undefined`, which a literal either is or is not.
  const skip = isNullLiteral(right.operand) ? then : otherwise;
  const left = isLiteral
    ? lowerAsked(b, node.left, skip, targets)
    : lowerValue(b, node.left, targets);
  const emit = (test: NodeId): NodeId => left.emit(right.emit(test));
  const compared = nullComparison(left.operand, right.operand);
  if (compared !== undefined)
    return emit(b.branch({ kind: 'nullish', value: compared }, then, otherwise));
  return emit(
    b.branch(
      { kind: 'equal', left: left.operand, right: right.operand, node: node.left },
      then,
      otherwise,
    ),
  );
}

function isNullLiteral(operand: Operand): boolean {
  return operand.kind === 'literal' && (operand.value === null || operand.value === undefined);
}

function nullComparison(left: Operand, right: Operand): Operand | undefined {
  if (isNullLiteral(right)) return left;
  return isNullLiteral(left) ? right : undefined;
}

/** The `x` of `typeof x === 'undefined'`. */
function typeofUndefined(node: TSESTree.BinaryExpression): Node | undefined {
  const { left, right } = node;
  if (left.type !== 'UnaryExpression' || left.operator !== 'typeof') return undefined;
  return right.type === 'Literal' && right.value === 'undefined' ? left.argument : undefined;
}

function lowerNullish(
  b: Builder,
  node: Node,
  operator: string,
  yes: NodeId,
  no: NodeId,
  targets: Targets,
): NodeId {
  const isEqual = operator === '==' || operator === '===';
  const value = lowerAsked(b, node, isEqual ? yes : no, targets);
  const test = { kind: 'nullish', value: value.operand } as const;
  return value.emit(isEqual ? b.branch(test, yes, no) : b.branch(test, no, yes));
}
