import type { TSESTree } from '@typescript-eslint/types';
import type { Operand } from '../graph.ts';
import { UNKNOWN } from '../graph.ts';
import type { Builder, Lowered, Targets } from './builder.ts';
import { inOrder, ready } from './builder.ts';
import { lowerValue, unwrap } from './expressions.ts';

const MAX_PATH = 4;

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

/** Lowers a property access. */
export function lowerMember(
  b: Builder,
  node: TSESTree.MemberExpression,
  targets: Targets,
): Lowered {
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
