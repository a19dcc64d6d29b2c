import type { TSESTree } from '@typescript-eslint/types';
import type { Place } from '../graph.ts';
import { UNDEFINED, UNKNOWN } from '../graph.ts';
import type { Node } from '../../source/source-file.ts';
import type { Builder, Lowered, Targets } from './builder.ts';
import { inOrder, ready } from './builder.ts';
import { lowerAsked, lowerValue, unwrap } from './expressions.ts';
import { memberOperand } from './members.ts';
import { lowerTest } from './tests.ts';

/** Lowers operators, templates and what else has no effect of its own. */
export function lowerOperator(b: Builder, node: Node, targets: Targets): Lowered {
  switch (node.type) {
    case 'ConditionalExpression':
      return lowerConditional(b, node, targets);
    case 'LogicalExpression':
      return lowerLogical(b, node, targets);
    case 'SequenceExpression':
      return lowerSequence(b, node, targets);
    case 'UnaryExpression':
      return lowerUnary(b, node, targets);
    case 'UpdateExpression':
      return lowerUpdate(b, node);
    case 'BinaryExpression':
      return isComparison(node.operator)
        ? lowerTruth(b, node, targets)
        : inOrder(operandsOf(node).map(operand => lowerValue(b, operand, targets)));
    case 'TemplateLiteral':
      return inOrder(node.expressions.map(part => lowerValue(b, part, targets)));
    case 'ImportExpression':
      return inOrder([lowerValue(b, node.source, targets)]);
    default:
      return ready(UNKNOWN);
  }
}

function lowerConditional(
  b: Builder,
  node: TSESTree.ConditionalExpression,
  targets: Targets,
): Lowered {
  const to = b.temporary();
  return {
    operand: to,
    emit(next) {
      const yes = assignTo(b, to, node.consequent, next, targets);
      const no = assignTo(b, to, node.alternate, next, targets);
      return lowerTest(b, node.test, yes, no, targets);
    },
  };
}

/** Computes an expression into a place. */
export function assignTo(
  b: Builder,
  to: Place,
  node: Node,
  next: number,
  targets: Targets,
): number {
  const value = lowerValue(b, node, targets);
  return value.emit(b.step({ op: 'set', to, from: value.operand, node }, next, targets));
}

function lowerLogical(b: Builder, node: TSESTree.LogicalExpression, targets: Targets): Lowered {
  const to = b.temporary();
  return {
    operand: to,
    emit(next) {
      const other = assignTo(b, to, node.right, next, targets);
      const nothing = { op: 'set', to, from: UNDEFINED, node: node.left } as const;
      const skip = node.operator === '&&' ? b.step(nothing, next, targets) : other;
      const left = lowerAsked(b, node.left, skip, targets);
      const keep = b.step({ op: 'set', to, from: left.operand, node: node.left }, next, targets);
      const test = {
        kind: node.operator === '??' ? 'nullish' : 'truthy',
        value: left.operand,
        node: node.left,
      } as const;
      const useRight = node.operator !== '||';
      return left.emit(b.branch(test, useRight ? other : keep, useRight ? keep : other));
    },
  };
}

function lowerSequence(b: Builder, node: TSESTree.SequenceExpression, targets: Targets): Lowered {
  const parts = node.expressions.map(part => lowerValue(b, part, targets));
  return inOrder(parts, parts.at(-1)?.operand);
}

function lowerUnary(b: Builder, node: TSESTree.UnaryExpression, targets: Targets): Lowered {
  if (node.operator === '!') return lowerTruth(b, node, targets);
  const value = lowerValue(b, node.argument, targets);
  // A type is read as a property, so that equal questions have equal answers.
  if (node.operator === 'typeof') return inOrder([value], memberOperand(value.operand, 'typeof'));
  return inOrder([value], node.operator === 'void' ? UNDEFINED : UNKNOWN);
}

function lowerUpdate(b: Builder, node: TSESTree.UpdateExpression): Lowered {
  const target = unwrap(node.argument);
  if (target.type !== 'Identifier') return ready(UNKNOWN);
  const to = b.placeOf(target);
  return {
    operand: UNKNOWN,
    emit: next =>
      b.add({ kind: 'step', step: { op: 'set', to, from: UNKNOWN, node }, next, onThrow: next }),
  };
}

function isComparison(operator: string): boolean {
  return ['==', '===', '!=', '!=='].includes(operator);
}

/** A condition used as a value: both outcomes become literals, so that later tests of it agree. */
export function lowerTruth(b: Builder, node: Node, targets: Targets): Lowered {
  const to = b.temporary();
  return {
    operand: to,
    emit(next) {
      const yes = b.step(
        { op: 'set', to, from: { kind: 'literal', value: true }, node },
        next,
        targets,
      );
      const no = b.step(
        { op: 'set', to, from: { kind: 'literal', value: false }, node },
        next,
        targets,
      );
      return lowerTest(b, node, yes, no, targets);
    },
  };
}

/** The operands of a chain such as `a + b + c`, which the tree nests to the left, however long it is. */
function operandsOf(node: TSESTree.BinaryExpression): readonly Node[] {
  const operands: Node[] = [];
  let left: Node = node;
  while (left.type === 'BinaryExpression' && !isComparison(left.operator)) {
    operands.unshift(left.right);
    left = left.left;
  }
  return [left, ...operands];
}
