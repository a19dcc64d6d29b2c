import type { TSESTree } from '@typescript-eslint/types';
import { propertyName } from '../source/names.ts';
import type { Node, SourceFile } from '../source/source-file.ts';
import { isFunction, parentOf } from '../source/walk.ts';
import { callShape, newShape } from './calls.ts';
import { classOf, instanceOfClass, ownerOf } from './classes.ts';
import type { Evaluation } from './evaluation.ts';
import { memberOf } from './members.ts';
import { moduleNamed, moduleShape } from './modules.ts';
import { agreed, awaited, eitherOf, isNothing } from './shapes.ts';
import type { Shape } from './shape.ts';
import { variableShape } from './variables.ts';

/** What an expression, a declared name or a declaration is, from its syntax alone. */
export function expressionShape(
  evaluation: Evaluation,
  file: SourceFile,
  node: Node,
): Shape | undefined {
  switch (node.type) {
    case 'Identifier': {
      const variable = file.variableOf(node);
      return variable && variableShape(evaluation, file, variable);
    }
    case 'MemberExpression':
      return memberExpressionShape(evaluation, file, node);
    case 'CallExpression':
      return callShape(evaluation, file, node);
    case 'NewExpression':
      return newShape(evaluation, file, node);
    case 'ImportExpression': {
      const of = moduleNamed(evaluation, file, node.source);
      return of && { kind: 'promise', of };
    }
    case 'ThisExpression':
      return thisShape(evaluation, file, node);
    case 'Super':
      return superShape(evaluation, file, node);
    case 'Program':
      return moduleShape(evaluation, file);
    case 'TSDeclareFunction':
    case 'TSEmptyBodyFunctionExpression':
      return { kind: 'signature', file, node };
    case 'ClassDeclaration':
    case 'ClassExpression':
      return { kind: 'class', file, node };
    case 'ObjectExpression':
      return { kind: 'object', file, node };
    default:
      return isFunction(node) ? functionShape(file, node) : wrappedShape(evaluation, file, node);
  }
}

/** Expressions whose value is that of a part of them, or is made of it. */
function wrappedShape(evaluation: Evaluation, file: SourceFile, node: Node): Shape | undefined {
  const shape = (inner: Node | null | undefined) => evaluation.shape(file, inner);
  switch (node.type) {
    case 'AwaitExpression':
      return awaited(shape(node.argument));
    case 'TSAsExpression':
    case 'TSTypeAssertion':
      return evaluation.annotated(file, node.typeAnnotation) ?? shape(node.expression);
    case 'TSSatisfiesExpression':
      return shape(node.expression) ?? evaluation.annotated(file, node.typeAnnotation);
    case 'TSNonNullExpression':
    case 'TSInstantiationExpression':
    case 'ChainExpression':
      return shape(node.expression);
    case 'SequenceExpression':
      return shape(node.expressions.at(-1));
    case 'ArrayExpression': {
      const of = agreed(
        node.elements.map(one => (one?.type === 'SpreadElement' ? undefined : shape(one))),
      );
      return of && { kind: 'array', of };
    }
    case 'AssignmentExpression':
      if (node.operator === '=') return shape(node.right);
      return shape(node.left) ?? shape(node.right);
    case 'ConditionalExpression':
      return eitherOf(shape(node.consequent), shape(node.alternate));
    case 'LogicalExpression':
      if (node.operator === '&&' || isNothing(node.left)) return shape(node.right);
      return eitherOf(shape(node.left), shape(node.right));
    default:
      return undefined;
  }
}

function memberExpressionShape(
  evaluation: Evaluation,
  file: SourceFile,
  node: TSESTree.MemberExpression,
): Shape | undefined {
  const object = evaluation.shape(file, node.object);
  if (object === undefined) return undefined;
  const name = propertyName(node);
  if (object.kind === 'array' && (name === undefined || /^\d+$/.test(name))) return object.of;
  return name === undefined ? undefined : memberOf(evaluation, object, name);
}

function functionShape(
  file: SourceFile,
  node: Extract<Shape, { kind: 'function' }>['node'],
): Shape {
  const owner = ownerOf(node)?.node;
  const isOwned = owner?.type === 'ClassDeclaration' || owner?.type === 'ClassExpression';
  return isOwned ? { kind: 'function', file, node, owner } : { kind: 'function', file, node };
}

function thisShape(evaluation: Evaluation, file: SourceFile, node: Node): Shape | undefined {
  const owner = ownerOf(node);
  if (owner === undefined) return undefined;
  if (owner.node.type === 'ObjectExpression') return { kind: 'object', file, node: owner.node };
  if (owner.isStatic) return { kind: 'class', file, node: owner.node };
  return instanceOfClass(evaluation, file, owner.node);
}

/** `super` in a call is the base class, in a member expression what it makes. */
function superShape(evaluation: Evaluation, file: SourceFile, node: Node): Shape | undefined {
  const owner = ownerOf(node);
  if (owner === undefined || owner.node.type === 'ObjectExpression') return undefined;
  const base = evaluation.shape(file, owner.node.superClass);
  const isCalled = parentOf(node)?.type === 'CallExpression';
  if (base === undefined || isCalled || owner.isStatic) return base;
  return classOf(evaluation, base);
}
