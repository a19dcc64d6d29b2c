import { keyName } from '../source/names.ts';
import type { Node, SourceFile } from '../source/source-file.ts';
import { parentOf } from '../source/walk.ts';
import type { Evaluation } from './evaluation.ts';
import { memberOf } from './members.ts';
import { isPromiseAll } from './builtins.ts';
import { awaited } from './shapes.ts';
import type { Shape } from './shape.ts';

/** One step from a destructured value to a part of it; `undefined` for a key that is computed. */
export type Step = { readonly key: string | undefined } | { readonly index: number };

/** How a declared or assigned name gets its value. */
export interface Binding {
  /** The outermost pattern, or the name itself. */
  readonly pattern: Node;
  /** What the pattern stands in: a declarator, an assignment, a loop, a function. */
  readonly within: Node | undefined;
  /** From the value of the pattern to that of the name. */
  readonly steps: readonly Step[];
  /** The name's own default. */
  readonly fallback: Node | undefined;
}

/** Climbs from a name to the pattern that binds it. */
export function bindingOf(name: Node): Binding {
  const steps: Step[] = [];
  let fallback: Node | undefined;
  let pattern = name;
  for (let parent = parentOf(name); parent; parent = parentOf(pattern)) {
    if (parent.type === 'Property' && parent.value === pattern && isPattern(parentOf(parent))) {
      steps.unshift({ key: keyName(parent) });
    } else if (parent.type === 'ArrayPattern') {
      steps.unshift({ index: parent.elements.findIndex(one => one === pattern) });
    } else if (parent.type === 'AssignmentPattern' && parent.left === pattern) {
      if (steps.length === 0) fallback = parent.right;
    } else if (!/^(ObjectPattern|RestElement|TSParameterProperty)$/.test(parent.type)) {
      return { pattern, within: parent, steps, fallback };
    }
    pattern = parent;
  }
  return { pattern, within: undefined, steps, fallback };
}

/** The type annotation of a pattern, a parameter or a declared name. */
export function annotationOf(pattern: Node): Node | undefined {
  if (pattern.type === 'TSParameterProperty') return annotationOf(pattern.parameter);
  if (pattern.type === 'AssignmentPattern') return annotationOf(pattern.left);
  const annotated = pattern as {
    readonly typeAnnotation?: { readonly typeAnnotation?: Node } | null;
  };
  return annotated.typeAnnotation?.typeAnnotation;
}

/** What a part of an expression's value is; literals are taken apart, so that each part keeps its own shape. */
export function partOf(
  evaluation: Evaluation,
  file: SourceFile,
  source: Node,
  steps: readonly Step[],
): Shape | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) return evaluation.shape(file, source);
  if ('index' in step) {
    const list = listOf(source);
    const element = list?.elements[step.index];
    if (list && element && element.type !== 'SpreadElement') {
      if (rest.length > 0) return partOf(evaluation, file, element, rest);
      const shape = evaluation.shape(file, element);
      return list.areAwaited ? awaited(shape) : shape;
    }
  }
  return descend(evaluation, evaluation.shape(file, source), steps);
}

/** What a part of a value is. */
export function descend(
  evaluation: Evaluation,
  of: Shape | undefined,
  steps: readonly Step[],
): Shape | undefined {
  let shape = of;
  for (const step of steps) {
    if (shape === undefined) return undefined;
    if ('index' in step) shape = shape.kind === 'array' ? shape.of : undefined;
    else shape = step.key === undefined ? undefined : memberOf(evaluation, shape, step.key);
  }
  return shape;
}

interface List {
  readonly elements: readonly (Node | null)[];
  readonly areAwaited: boolean;
}

/** The elements of `[a, b]` or `await Promise.all([a, b])`. */
function listOf(node: Node): List | undefined {
  if (node.type === 'ArrayExpression') return { elements: node.elements, areAwaited: false };
  if (node.type !== 'AwaitExpression' || !isPromiseAll(node.argument)) return undefined;
  const list = node.argument.arguments[0];
  return list?.type === 'ArrayExpression'
    ? { elements: list.elements, areAwaited: true }
    : undefined;
}

function isPattern(node: Node | undefined): boolean {
  return node?.type === 'ObjectPattern';
}
