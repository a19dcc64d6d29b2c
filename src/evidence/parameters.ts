import type { TSESTree } from '@typescript-eslint/types';
import { propertyName } from '../source/names.ts';
import type { Definition, FunctionNode, Node, SourceFile } from '../source/source-file.ts';
import { isFunction, parentOf } from '../source/walk.ts';
import { elementPassedTo } from './builtins.ts';
import { passedTo } from './driver-methods.ts';
import { MAX_BASES, ownerOf } from './classes.ts';
import type { Evaluation } from './evaluation.ts';
import { jsDocShape } from './jsdoc.ts';
import { annotationOf, bindingOf, descend } from './patterns.ts';
import { agreed, awaited } from './shapes.ts';
import type { Shape } from './shape.ts';

/** What a parameter is: annotated, with a default value, or passed by whoever calls the function back. */
export function parameterShape(
  evaluation: Evaluation,
  file: SourceFile,
  def: Definition,
): Shape | undefined {
  const { pattern, steps, fallback } = bindingOf(def.name);
  const type = annotationOf(pattern);
  const annotated = evaluation.annotated(file, type);
  const whole =
    annotated ??
    (isFunction(def.node) ? passedShape(evaluation, file, def.node, pattern) : undefined);
  return descend(evaluation, whole, steps) ?? evaluation.shape(file, fallback);
}

function passedShape(
  evaluation: Evaluation,
  file: SourceFile,
  node: FunctionNode,
  pattern: Node,
): Shape | undefined {
  const position = node.params.findIndex(one => one === pattern);
  if (position < 0) return undefined;
  const identifier = pattern.type === 'AssignmentPattern' ? pattern.left : pattern;
  const name = identifier.type === 'Identifier' ? identifier.name : undefined;
  const documented = name && jsDocShape(evaluation, file, node, { tag: 'param', name });
  if (documented) return documented;
  const parent = parentOf(node);
  if (parent?.type === 'CallExpression' && parent.callee !== node) {
    return calledBackWith(evaluation, file, parent, node, position);
  }
  if (parent?.type === 'NewExpression') {
    const made = constructorOf(evaluation, evaluation.shape(file, parent.callee));
    const argument = parent.arguments.findIndex(one => one === node);
    return made && callbackParameter(evaluation, made, argument, position);
  }
  if (parent?.type !== 'VariableDeclarator') return undefined;
  const expected = evaluation.annotated(file, annotationOf(parent.id));
  return expected && parameterOf(evaluation, expected, position);
}

/** What a call passes to the function among its arguments. */
function calledBackWith(
  evaluation: Evaluation,
  file: SourceFile,
  call: TSESTree.CallExpression,
  callback: FunctionNode,
  position: number,
): Shape | undefined {
  const argument = call.arguments.findIndex(one => one === callback);
  const { callee } = call;
  if (callee.type === 'MemberExpression') {
    const method = propertyName(callee);
    const object = evaluation.shape(file, callee.object);
    if (object === undefined || method === undefined) return undefined;
    if (object.kind === 'promise') {
      return method === 'then' && argument + position === 0 ? awaited(object) : undefined;
    }
    if (object.kind === 'array') return elementPassedTo(object, method, position);
    if (object.kind === 'instance' || object.kind === 'driver-export') {
      const passed = passedTo(evaluation.index, object, method, position);
      if (passed !== undefined) return passed;
    }
  }
  const called =
    callee.type === 'Super'
      ? constructorOf(evaluation, evaluation.shape(file, superClassAt(call)))
      : evaluation.shape(file, callee);
  if (called?.kind === 'instance') return passedTo(evaluation.index, called, '()', position);
  if (called?.kind === 'driver-export' && called.path.length === 1) {
    const [method = ''] = called.path;
    return passedTo(evaluation.index, { ...called, path: [] }, method, position);
  }
  return called && callbackParameter(evaluation, called, argument, position);
}

/** What the class extends that a node stands in. */
function superClassAt(node: Node): Node | null | undefined {
  const owner = ownerOf(node)?.node;
  return owner === undefined || owner.type === 'ObjectExpression' ? undefined : owner.superClass;
}

/** The constructor that `new` calls of a class, inherited or its own. */
function constructorOf(
  evaluation: Evaluation,
  shape: Shape | undefined,
  bases = MAX_BASES,
): Shape | undefined {
  if (shape?.kind !== 'class' || bases === 0) return undefined;
  const { file, node } = shape;
  for (const member of node.body.body) {
    if (member.type !== 'MethodDefinition' || member.kind !== 'constructor') continue;
    if (isFunction(member.value)) return { kind: 'function', file, node: member.value };
  }
  return constructorOf(evaluation, evaluation.shape(file, node.superClass), bases - 1);
}

/** What a function with its source at hand passes to a callback it takes. */
function callbackParameter(
  evaluation: Evaluation,
  called: Shape,
  argument: number,
  position: number,
): Shape | undefined {
  if (called.kind !== 'function' && called.kind !== 'signature') return undefined;
  const parameter: Node | undefined = called.node.params[argument];
  if (parameter === undefined) return undefined;
  const expected = evaluation.annotated(called.file, annotationOf(parameter));
  if (expected !== undefined) return parameterOf(evaluation, expected, position);
  // Without types, its calls show what it passes.
  const passed = callsOf(called.file, parameter).map(call => call.arguments[position]);
  return agreed(passed.map(value => evaluation.shape(called.file, value)));
}

function parameterOf(evaluation: Evaluation, of: Shape, position: number): Shape | undefined {
  if (of.kind !== 'signature' && of.kind !== 'function') return undefined;
  const parameter: Node | undefined = of.node.params[position];
  return parameter && evaluation.annotated(of.file, annotationOf(parameter));
}

function callsOf(file: SourceFile, parameter: Node): readonly TSESTree.CallExpression[] {
  const references = file.variableOf(parameter)?.references ?? [];
  return references.flatMap(({ identifier }) => {
    const parent = parentOf(identifier);
    return parent?.type === 'CallExpression' && parent.callee === identifier ? [parent] : [];
  });
}
