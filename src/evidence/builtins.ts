import type { TSESTree } from '@typescript-eslint/types';
import { identifierName, propertyName } from '../source/names.ts';
import type { Node, SourceFile } from '../source/source-file.ts';
import type { Evaluation } from './evaluation.ts';
import { returnOf } from './returns.ts';
import { awaited, promised } from './shapes.ts';
import type { Shape, ShapeOf } from './shape.ts';

/** Whether a node is `Promise.all(…)`. */
export function isPromiseAll(node: Node): node is TSESTree.CallExpression {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false;
  return identifierName(node.callee.object) === 'Promise' && propertyName(node.callee) === 'all';
}

/** What `Promise.resolve(x)`, `Object.freeze(x)` and their like give. */
export function globalCallShape(
  evaluation: Evaluation,
  file: SourceFile,
  node: TSESTree.CallExpression,
): Shape | undefined {
  const { callee } = node;
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return undefined;
  const owner = callee.object.name;
  if (!/^(Promise|Object|Array)$/.test(owner) || file.variableOf(callee.object)) return undefined;
  const first = evaluation.shape(file, node.arguments[0]);
  if (first === undefined) return undefined;
  switch (`${owner}.${propertyName(callee) ?? ''}`) {
    case 'Promise.resolve':
      return promised(first);
    case 'Promise.all':
      return first.kind === 'array' ? promised(arrayOf(awaited(first.of))) : undefined;
    case 'Promise.race':
    case 'Promise.any':
      return first.kind === 'array' ? promised(first.of) : undefined;
    case 'Object.freeze':
    case 'Object.seal':
    case 'Object.assign':
      return first;
    case 'Array.from':
      return first.kind === 'array' ? first : undefined;
    default:
      return undefined;
  }
}

/** What a method of a promise gives. */
export function promiseMethodShape(
  evaluation: Evaluation,
  promise: ShapeOf<'promise'>,
  method: string,
  callback: Shape | undefined,
): Shape | undefined {
  if (method === 'catch' || method === 'finally') return promise;
  if (method !== 'then' || callback === undefined) return undefined;
  return promised(returnOf(evaluation, callback));
}

/** What a method of an array gives. */
export function arrayMethodShape(
  evaluation: Evaluation,
  array: ShapeOf<'array'>,
  method: string,
  callback: Shape | undefined,
): Shape | undefined {
  if (/^(at|find|findLast|pop|shift)$/.test(method)) return array.of;
  if (/^(filter|slice|concat|reverse|sort|toSorted|values)$/.test(method)) return array;
  return method === 'map' && callback ? arrayOf(returnOf(evaluation, callback)) : undefined;
}

/** What a method of an array passes to its callback at a position. */
export function elementPassedTo(
  array: ShapeOf<'array'>,
  method: string,
  position: number,
): Shape | undefined {
  const isFirst = /^(map|forEach|filter|find|findLast|some|every|flatMap)$/.test(method);
  return isFirst && position === 0 ? array.of : undefined;
}

function arrayOf(of: Shape | undefined): Shape | undefined {
  return of && { kind: 'array', of };
}
