import type { TSESTree } from '@typescript-eslint/types';
import type { NodeId, Operand } from '../graph.ts';
import { UNDEFINED, UNKNOWN } from '../graph.ts';
import type { Node } from '../../source/source-file.ts';
import type { Builder, Lowered, Targets } from './builder.ts';
import { ready } from './builder.ts';
import { isFunction } from '../../source/walk.ts';
import { lowerAssignment } from './assignments.ts';
import { lowerCall, lowerNew, lowerTagged } from './calls.ts';
import { lowerArray, lowerObject } from './literals.ts';
import { lowerMember } from './members.ts';
import { lowerOperator, lowerTruth } from './operators.ts';
import { booleanArgument } from './tests.ts';

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
      return booleanArgument(node) ? lowerTruth(b, node, targets) : lowerCall(b, node, targets);
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

function literalOperand(node: TSESTree.Literal): Operand {
  const { value } = node;
  if (value === null)
    return 'regex' in node || 'bigint' in node ? UNKNOWN : { kind: 'literal', value };
  if (typeof value === 'object' || typeof value === 'bigint') return UNKNOWN;
  return { kind: 'literal', value };
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

/**
 * Lowers an expression that is asked about; control goes to `skip` where an optional chain stops early.
 *
 * What is asked is the property itself and not a copy of it, so that a later question has the same answer.
 */
export function lowerAsked(b: Builder, wrapped: Node, skip: NodeId, targets: Targets): Lowered {
  const node = unwrap(wrapped);
  if (node.type !== 'ChainExpression') return lowerValue(b, node, targets);
  return lowerValue(b, node.expression, { ...targets, skip });
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
      const leave = b.step({ op: 'leave', kind: 'yield', node }, targets.onReturn(), targets);
      const after = b.branch({ kind: 'unknown' }, next, leave);
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
