import type { TSESTree } from '@typescript-eslint/types';
import type { NodeId, Operand } from '../graph.ts';
import { UNKNOWN } from '../graph.ts';
import type { Node } from '../../source/source-file.ts';
import type { Builder, Lowered, Targets } from './builder.ts';
import { lowerValue, unwrap } from './expressions.ts';
import { lowerObjectOf, memberOperand, propertyName } from './members.ts';
import { assignTo } from './operators.ts';

/** Lowers an assignment expression; its value is what was assigned. */
export function lowerAssignment(
  b: Builder,
  node: TSESTree.AssignmentExpression,
  targets: Targets,
): Lowered {
  if (['??=', '||=', '&&='].includes(node.operator))
    return lowerLogicalAssignment(b, node, targets);
  const value = lowerValue(b, node.right, targets);
  const operand = node.operator === '=' ? value.operand : UNKNOWN;
  return {
    operand: targetOperand(b, node.left) ?? operand,
    emit: next => value.emit(assignPattern(b, node.left, operand, next, targets)),
  };
}

/** A simple variable is the better name of what was just assigned to it. */
function targetOperand(b: Builder, wrapped: Node): Operand | undefined {
  const target = unwrap(wrapped);
  return target.type === 'Identifier' ? b.placeOf(target) : undefined;
}

function lowerLogicalAssignment(
  b: Builder,
  node: TSESTree.AssignmentExpression,
  targets: Targets,
): Lowered {
  const to = b.temporary();
  return {
    operand: to,
    emit(next) {
      const left = lowerValue(b, node.left, targets);
      const keep = b.step({ op: 'set', to, from: left.operand, node }, next, targets);
      const write = assignPattern(b, node.left, to, next, targets);
      const change = assignTo(b, to, node.right, write, targets);
      const test = {
        kind: node.operator === '??=' ? 'nullish' : 'truthy',
        value: left.operand,
        node: node.left,
      } as const;
      const onYes = node.operator !== '||=';
      return left.emit(b.branch(test, onYes ? change : keep, onYes ? keep : change));
    },
  };
}

/** Writes a value into a variable, a property or the parts of a pattern. */
export function assignPattern(
  b: Builder,
  wrapped: Node,
  value: Operand,
  next: NodeId,
  targets: Targets,
): NodeId {
  const pattern = unwrap(wrapped);
  switch (pattern.type) {
    case 'Identifier':
      return b.step(
        { op: 'set', to: b.placeOf(pattern), from: value, node: pattern },
        next,
        targets,
      );
    case 'MemberExpression':
      return assignMember(b, pattern, value, next, targets);
    case 'AssignmentPattern':
      return assignWithDefault(b, pattern, value, next, targets);
    case 'ObjectPattern':
      return pattern.properties.reduceRight(
        (after, property) => assignProperty(b, property, value, after, targets),
        next,
      );
    case 'ArrayPattern':
      return pattern.elements.reduceRight(
        (after, element, index) => assignElement(b, element, index, value, after, targets),
        next,
      );
    case 'TSParameterProperty':
      return assignParameterProperty(b, pattern, value, next, targets);
    case 'RestElement':
      return assignPattern(b, pattern.argument, UNKNOWN, next, targets);
    default:
      return next;
  }
}

/** `constructor(private readonly pool: Pool)`: a parameter, and a field with its value. */
function assignParameterProperty(
  b: Builder,
  pattern: TSESTree.TSParameterProperty,
  value: Operand,
  next: NodeId,
  targets: Targets,
): NodeId {
  const [name] = declaredNames(pattern);
  if (name === undefined) return next;
  const to = { ...b.self, path: [name.name] };
  const field = b.step({ op: 'set', to, from: b.placeOf(name), node: pattern }, next, targets);
  return assignPattern(b, pattern.parameter, value, field, targets);
}

function assignMember(
  b: Builder,
  pattern: TSESTree.MemberExpression,
  value: Operand,
  next: NodeId,
  targets: Targets,
): NodeId {
  const object = lowerObjectOf(b, pattern, targets);
  const to = memberOperand(object.operand, propertyName(pattern));
  if (to.kind !== 'place') return object.emit(next);
  return object.emit(b.step({ op: 'set', to, from: value, node: pattern }, next, targets));
}

function assignWithDefault(
  b: Builder,
  pattern: TSESTree.AssignmentPattern,
  value: Operand,
  next: NodeId,
  targets: Targets,
): NodeId {
  const fallback = lowerValue(b, pattern.right, targets);
  const useDefault = fallback.emit(assignPattern(b, pattern.left, fallback.operand, next, targets));
  const useValue = assignPattern(b, pattern.left, value, next, targets);
  return b.branch({ kind: 'nullish', value }, useDefault, useValue);
}

function assignProperty(
  b: Builder,
  property: TSESTree.Property | TSESTree.RestElement,
  value: Operand,
  next: NodeId,
  targets: Targets,
): NodeId {
  if (property.type === 'RestElement') return assignPattern(b, property, UNKNOWN, next, targets);
  const part = memberOperand(value, propertyName(property));
  return assignPattern(b, property.value, part, next, targets);
}

function assignElement(
  b: Builder,
  element: TSESTree.DestructuringPattern | null,
  index: number,
  value: Operand,
  next: NodeId,
  targets: Targets,
): NodeId {
  if (element === null) return next;
  return assignPattern(b, element, memberOperand(value, String(index)), next, targets);
}

/** Every identifier that a pattern declares. */
export function* declaredNames(pattern: Node | null): Generator<TSESTree.Identifier> {
  if (pattern === null) return;
  switch (pattern.type) {
    case 'Identifier':
      yield pattern;
      return;
    case 'AssignmentPattern':
      yield* declaredNames(pattern.left);
      return;
    case 'RestElement':
      yield* declaredNames(pattern.argument);
      return;
    case 'TSParameterProperty':
      yield* declaredNames(pattern.parameter);
      return;
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        yield* declaredNames(property.type === 'Property' ? property.value : property);
      }
      return;
    case 'ArrayPattern':
      for (const element of pattern.elements) yield* declaredNames(element);
  }
}
