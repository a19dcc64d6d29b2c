import { bindingOf } from '../../evidence/patterns.ts';
import { isNothing } from '../../evidence/shapes.ts';
import { keyName, propertyName } from '../../source/names.ts';
import type { FunctionNode, Node, SourceFile } from '../../source/source-file.ts';
import { isFunction } from '../../source/walk.ts';
import { unwrap } from '../lower/expressions.ts';
import type { Work } from './work.ts';

/** What a caller may pass in place of something: a parameter, or a property of one. */
export interface Given {
  readonly owner: FunctionNode;
  readonly position: number;
  readonly key?: string;
}

/** A value that is the caller's if there is one, and else another. */
export interface Alternative {
  readonly given: Given;
  readonly fallback: Node;
}

/** `tx ?? pool`, `tx ? tx : pool`, a parameter with a default: what stands in for what nobody passed. */
export function alternativeIn(file: SourceFile, node: Node): Alternative | undefined {
  const inner = unwrap(node);
  switch (inner.type) {
    case 'LogicalExpression':
      return inner.operator === '&&' ? undefined : toAlternative(file, inner.left, inner.right);
    case 'ConditionalExpression':
      return (
        toAlternative(file, inner.consequent, inner.alternate) ??
        toAlternative(file, inner.alternate, inner.consequent)
      );
    case 'Identifier': {
      const definition = file.variableOf(inner)?.defs[0];
      const fallback = definition?.type === 'Parameter' && bindingOf(definition.name).fallback;
      return fallback ? toAlternative(file, inner, fallback) : undefined;
    }
    default:
      return undefined;
  }
}

function toAlternative(file: SourceFile, node: Node, fallback: Node): Alternative | undefined {
  const given = givenBy(file, node);
  return given && { given, fallback };
}

/** The parameter that an expression is, or is a property of. */
export function givenBy(file: SourceFile, node: Node): Given | undefined {
  const inner = peel(node);
  const isMember = inner.type === 'MemberExpression';
  const found = parameterOf(file, isMember ? inner.object : inner);
  if (found === undefined || !isMember) return found;
  const key = propertyName(inner);
  return found.key === undefined && key !== undefined ? { ...found, key } : undefined;
}

/** `options?.trx` reads as `options.trx` does. */
export function peel(node: Node): Node {
  const inner = unwrap(node);
  return inner.type === 'ChainExpression' ? unwrap(inner.expression) : inner;
}

function parameterOf(file: SourceFile, node: Node): Given | undefined {
  const inner = unwrap(node);
  const definition = inner.type === 'Identifier' ? file.variableOf(inner)?.defs[0] : undefined;
  if (definition?.type !== 'Parameter' || !isFunction(definition.node)) return undefined;
  const { pattern, steps } = bindingOf(definition.name);
  const [step] = steps;
  const key = step && 'key' in step ? step.key : undefined;
  if (steps.length > 1 || (step && key === undefined)) return undefined;
  const owner = definition.node;
  const position = owner.params.findIndex(one => one === pattern);
  return position === -1 ? undefined : { owner, position, ...(key !== undefined && { key }) };
}

/**
 * What is left of a function's work when a call passes what it passes: with nothing given, the fallback
 * counts; with something, whoever gave it knows what that is.
 */
export function workGiven<T extends Work>(
  work: T,
  file: SourceFile,
  call: Node,
  owner: Node,
): readonly T[] {
  return withNeeds(work, file, call, owner)
    .flatMap(one => withFallback(one, file, call, owner))
    .map(one => {
      if (one.k !== 'pool' || one.alike === undefined) return one;
      return { ...one, alike: one.alike.flatMap(each => workGiven(each, file, call, owner)) };
    });
}

function withFallback<T extends Work>(
  work: T,
  file: SourceFile,
  call: Node,
  owner: Node,
): readonly T[] {
  const given = work.k === 'pool' ? work.origin.given : undefined;
  if (work.k !== 'pool' || given?.owner !== owner) return [work];
  const { given: _, ...origin } = work.origin;
  const value = call.type === 'CallExpression' ? passed(call.arguments, given) : 'unknown';
  if (value === 'unknown') return [];
  if (value === undefined || isNothing(value)) {
    return [{ ...work, origin, forgets: { file, node: call, given } }];
  }
  const outer = givenBy(file, value);
  return outer === undefined ? [] : [{ ...work, origin: { ...origin, given: outer } }];
}

/** Work that is only done with what a call does not pass is not done; what it hands on is its own caller's. */
function withNeeds<T extends Work>(
  work: T,
  file: SourceFile,
  call: Node,
  owner: Node,
): readonly T[] {
  const { needs } = work;
  if (needs === undefined || call.type !== 'CallExpression') return [work];
  const left: Given[] = [];
  for (const need of needs) {
    if (need.owner !== owner) {
      left.push(need);
      continue;
    }
    const value = passed(call.arguments, need);
    if (value === undefined || (value !== 'unknown' && isFalsy(value))) return [];
    const outer =
      value === 'unknown' ? handedOver(file, call.arguments, need) : givenBy(file, value);
    if (outer !== undefined) left.push(outer);
  }
  const { needs: _, ...rest } = work;
  // What is left out may be left out: it is the same work.
  return [left.length === 0 ? (rest as T) : { ...work, needs: left }];
}

/** `store(name, options)`: what is needed of an object that is the caller's own parameter. */
function handedOver(file: SourceFile, values: readonly Node[], need: Given): Given | undefined {
  const value = values[need.position];
  const isSpread = values.slice(0, need.position + 1).some(one => one.type === 'SpreadElement');
  const outer = value === undefined || isSpread ? undefined : givenBy(file, value);
  return outer === undefined || outer.key !== undefined || need.key === undefined
    ? undefined
    : { ...outer, key: need.key };
}

function isFalsy(node: Node): boolean {
  return isNothing(node) || (node.type === 'Literal' && !node.value && !('regex' in node));
}

/** The expression that is passed; `undefined` for nothing. */
function passed(values: readonly Node[], { position, key }: Given): Node | 'unknown' | undefined {
  if (values.slice(0, position + 1).some(one => one.type === 'SpreadElement')) return 'unknown';
  const value = values[position];
  if (value === undefined || key === undefined) return value;
  if (value.type !== 'ObjectExpression') return isNothing(value) ? undefined : 'unknown';
  for (const property of value.properties) {
    if (property.type !== 'Property' || property.computed) return 'unknown';
    if (keyName(property) === key) return property.value;
  }
  return undefined;
}

/** Whether a function calls its parameter at a position. */
export function isCalledIn(file: SourceFile, { params }: FunctionNode, position: number): boolean {
  const parameter = params[position];
  const variable = parameter?.type === 'Identifier' ? file.variableOf(parameter) : undefined;
  return (
    variable?.references.some(({ identifier }) => {
      const { parent } = identifier;
      return parent?.type === 'CallExpression' && parent.callee === identifier;
    }) ?? false
  );
}
