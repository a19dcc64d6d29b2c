import type { TSESTree } from '@typescript-eslint/types';
import type { Operand, Place } from '../graph.ts';
import { UNDEFINED, UNKNOWN } from '../graph.ts';
import type { Node } from '../../source/source-file.ts';
import type { Builder, Lowered, Targets } from './builder.ts';
import { inOrder, isFunction, ready } from './builder.ts';
import { lowerAssignment } from './assignments.ts';
import { lowerCall, lowerNew, lowerTagged } from './calls.ts';
import { lowerArray, lowerObject } from './literals.ts';
import { lowerTest } from './tests.ts';

const MAX_PATH = 4;
const TRANSPARENT = new Set([
  'TSAsExpression',
  'TSNonNullExpression',
  'TSSatisfiesExpression',
  'TSTypeAssertion',
  'TSInstantiationExpression',
  'ParenthesizedExpression',
]);

/** The expression below casts and parentheses, which change no value. */
export function unwrap(node: Node): Node {
  let inner = node;
  while (TRANSPARENT.has(inner.type)) inner = (inner as TSESTree.TSAsExpression).expression;
  return inner;
}

/** Lowers an expression whose value is wanted. */
export function lowerValue(b: Builder, wrapped: Node, targets: Targets): Lowered {
  const node = unwrap(wrapped);
  if (isFunction(node)) return ready({ kind: 'function', node });
  switch (node.type) {
    case 'Identifier':
      return ready(node.name === 'undefined' ? UNDEFINED : b.placeOf(node));
    case 'ThisExpression':
      return ready(b.self);
    case 'Literal':
      return ready(literalOperand(node));
    case 'MemberExpression':
      return lowerMember(b, node, targets);
    case 'ChainExpression':
      return lowerChain(b, node, targets);
    case 'CallExpression':
      return lowerCall(b, node, targets);
    case 'NewExpression':
      return lowerNew(b, node, targets);
    case 'TaggedTemplateExpression':
      return lowerTagged(b, node, targets);
    case 'AwaitExpression':
      return lowerSuspension(b, node, targets);
    case 'YieldExpression':
      return lowerYield(b, node, targets);
    case 'AssignmentExpression':
      return lowerAssignment(b, node, targets);
    case 'ObjectExpression':
      return lowerObject(b, node, targets);
    case 'ArrayExpression':
      return lowerArray(b, node, targets);
    default:
      return lowerOperator(b, node, targets);
  }
}

function lowerOperator(b: Builder, node: Node, targets: Targets): Lowered {
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
        : inOrder([lowerValue(b, node.left, targets), lowerValue(b, node.right, targets)]);
    case 'TemplateLiteral':
      return inOrder(node.expressions.map(part => lowerValue(b, part, targets)));
    case 'ImportExpression':
      return inOrder([lowerValue(b, node.source, targets)]);
    default:
      return ready(UNKNOWN);
  }
}

function literalOperand(node: TSESTree.Literal): Operand {
  const { value } = node;
  if (value === null)
    return 'regex' in node || 'bigint' in node ? UNKNOWN : { kind: 'literal', value };
  if (typeof value === 'object' || typeof value === 'bigint') return UNKNOWN;
  return { kind: 'literal', value };
}

/** The name of a property that the source states; well-known symbols read `@@asyncDispose`. */
export function propertyName(
  node: TSESTree.MemberExpression | TSESTree.Property,
): string | undefined {
  const key = unwrap(node.type === 'MemberExpression' ? node.property : node.key);
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  if (key.type === 'Literal') return String(key.value);
  if (!node.computed) return key.type === 'Identifier' ? key.name : undefined;
  if (key.type !== 'MemberExpression' || key.object.type !== 'Identifier') return undefined;
  return key.object.name === 'Symbol' && key.property.type === 'Identifier'
    ? `@@${key.property.name}`
    : undefined;
}

/** Lowers the object of a member access, and tests it where the chain is optional. */
export function lowerObjectOf(
  b: Builder,
  node: TSESTree.MemberExpression,
  targets: Targets,
): Lowered {
  if (node.object.type === 'Super') return ready(b.self);
  const object = lowerValue(b, node.object, targets);
  const { skip } = targets;
  if (!node.optional || skip === undefined) return object;
  return {
    operand: object.operand,
    emit: next => object.emit(b.branch({ kind: 'nullish', value: object.operand }, skip, next)),
  };
}

function lowerMember(b: Builder, node: TSESTree.MemberExpression, targets: Targets): Lowered {
  const object = lowerObjectOf(b, node, targets);
  const name = propertyName(node);
  const key =
    node.computed && name === undefined ? lowerValue(b, node.property, targets) : ready(UNKNOWN);
  return inOrder([object, key], memberOperand(object.operand, name));
}

/** The operand of a property of an operand; `*` where the source does not name it. */
export function memberOperand(object: Operand, name: string | undefined): Operand {
  if (object.kind !== 'place' || object.path.length >= MAX_PATH) return UNKNOWN;
  return { ...object, path: [...object.path, name ?? '*'] };
}

function lowerChain(b: Builder, node: TSESTree.ChainExpression, targets: Targets): Lowered {
  const to = b.temporary();
  return {
    operand: to,
    emit(next) {
      const skip = b.step({ op: 'set', to, from: UNDEFINED, node }, next, targets);
      const inner = lowerValue(b, node.expression, { ...targets, skip });
      return inner.emit(b.step({ op: 'set', to, from: inner.operand, node }, next, targets));
    },
  };
}

function lowerSuspension(b: Builder, node: TSESTree.AwaitExpression, targets: Targets): Lowered {
  const value = lowerValue(b, node.argument, targets);
  const to = b.temporary();
  return {
    operand: to,
    emit: next =>
      value.emit(b.step({ op: 'await', to, value: value.operand, node }, next, targets)),
  };
}

function lowerYield(b: Builder, node: TSESTree.YieldExpression, targets: Targets): Lowered {
  const value = node.argument ? lowerValue(b, node.argument, targets) : ready(UNDEFINED);
  const to = b.temporary();
  return {
    operand: to,
    emit(next) {
      // The consumer may stop here: then only `finally` blocks run.
      const leave = b.step({ op: 'leave', kind: 'return', node }, targets.onReturn(), targets);
      const after = b.branch({ kind: 'unknown', holds: undefined }, next, leave);
      const step = {
        op: 'yield',
        to,
        value: value.operand,
        delegate: node.delegate,
        node,
      } as const;
      return value.emit(b.step(step, after, targets));
    },
  };
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
      const left = lowerValue(b, node.left, targets);
      const keep = b.step({ op: 'set', to, from: left.operand, node: node.left }, next, targets);
      const other = assignTo(b, to, node.right, next, targets);
      const test = {
        kind: node.operator === '??' ? 'nullish' : 'truthy',
        value: left.operand,
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
function lowerTruth(b: Builder, node: Node, targets: Targets): Lowered {
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
