import type { TSESTree } from '@typescript-eslint/types';
import { wholeExportOf } from '../source/exports.ts';
import { propertyName, requiredSpecifier } from '../source/names.ts';
import type { Node, SourceFile } from '../source/source-file.ts';
import { isFunction } from '../source/walk.ts';
import { arrayMethodShape, globalCallShape, promiseMethodShape } from './builtins.ts';
import { promisifiedShape } from './bound-methods.ts';
import { classOf, staticSource } from './classes.ts';
import { entriesOf } from './driver-index.ts';
import { resultOf } from './driver-methods.ts';
import type { Evaluation } from './evaluation.ts';
import { loadedShape } from './loaded.ts';
import { ownMemberOf } from './members.ts';
import { moduleNamed } from './modules.ts';
import { returnOf } from './returns.ts';
import type { Shape } from './shape.ts';

/** What a call gives. */
export function callShape(
  evaluation: Evaluation,
  file: SourceFile,
  node: TSESTree.CallExpression,
): Shape | undefined {
  if (requiredSpecifier(node) !== undefined && !file.variableOf(node.callee)) {
    return moduleNamed(evaluation, file, node.arguments[0]);
  }
  const callee = withoutNonNull(node.callee);
  if (callee.type === 'MemberExpression') {
    const shape =
      globalCallShape(evaluation, file, node) ?? methodShape(evaluation, file, node, callee);
    if (shape !== undefined) return shape;
  }
  const loaded = loadedShape(evaluation, file, node);
  if (loaded !== undefined) return loaded;
  const called = evaluation.shape(file, callee);
  const promised = promisifiedShape(evaluation, file, called, node.arguments[0]);
  if (promised !== undefined) return promised;
  if (callee.type === 'MemberExpression' && called?.kind === 'instance') {
    const object = evaluation.shape(file, callee.object);
    // A method that the driver does not describe.
    if (object?.kind === 'instance' && object.own === undefined) return undefined;
  }
  return called && calledShape(evaluation, called, hasCallback(evaluation, file, node));
}

/** What `new` gives. */
export function newShape(
  evaluation: Evaluation,
  file: SourceFile,
  node: TSESTree.NewExpression,
): Shape | undefined {
  const callee = evaluation.shape(file, node.callee);
  return callee && classOf(evaluation, wholeOf(evaluation, callee));
}

function methodShape(
  evaluation: Evaluation,
  file: SourceFile,
  node: TSESTree.CallExpression,
  callee: TSESTree.MemberExpression,
): Shape | undefined {
  const method = propertyName(callee);
  if (method === undefined) return undefined;
  const object = staticSource(evaluation.shape, evaluation.shape(file, callee.object), method);
  if (object === undefined) return undefined;
  const callback = () => evaluation.shape(file, node.arguments[0]);
  switch (object.kind) {
    case 'promise':
      return promiseMethodShape(evaluation, object, method, callback());
    case 'array':
      return arrayMethodShape(evaluation, object, method, callback());
    case 'instance':
      if (ownMemberOf(evaluation, object, method) !== undefined) return undefined;
      return resultOf(evaluation.index, object, method, hasCallback(evaluation, file, node));
    case 'function':
    case 'method':
      return method === 'bind' ? object : undefined;
    default:
      return undefined;
  }
}

/** What calling a value gives. */
function calledShape(
  evaluation: Evaluation,
  callee: Shape,
  isWithCallback: boolean,
): Shape | undefined {
  const called = wholeOf(evaluation, callee);
  switch (called.kind) {
    case 'driver-export': {
      const made = evaluation.index.made(called, 'call');
      if (made.kind !== 'driver-export' || called.path.length !== 1) return made;
      const [method = ''] = called.path;
      return resultOf(evaluation.index, { ...called, path: [] }, method, isWithCallback) ?? made;
    }
    case 'package-export':
      return { ...called, path: [...called.path, '()'] };
    case 'method':
      return resultOf(
        evaluation.index,
        called.of,
        called.name,
        isWithCallback && !called.isPromised,
      );
    case 'instance': {
      const result = resultOf(evaluation.index, called, '()', isWithCallback);
      if (result !== undefined) return result;
      // Otherwise it is the method of a driver that gives this type: `getRepository(User)`.
      const isStatement = entriesOf(called).some(
        entry => entry.oneShot?.includes('()') || entry.use?.includes('()'),
      );
      return isStatement ? undefined : called;
    }
    default:
      return returnOf(evaluation, called);
  }
}

/** A module that is called or made an instance of is its `module.exports`. */
function wholeOf(evaluation: Evaluation, shape: Shape): Shape {
  if (shape.kind !== 'module') return shape;
  return evaluation.shape(shape.file, wholeExportOf(shape.file)) ?? shape;
}

function hasCallback(
  evaluation: Evaluation,
  file: SourceFile,
  node: TSESTree.CallExpression,
): boolean {
  const last = node.arguments.at(-1);
  return isFunction(last) || evaluation.shape(file, last)?.kind === 'function';
}

function withoutNonNull(node: Node): Node {
  return node.type === 'TSNonNullExpression' ? withoutNonNull(node.expression) : node;
}
