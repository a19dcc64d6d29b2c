import { isNothing } from '../../evidence/shapes.ts';
import { keyName } from '../../source/names.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import type { Questions } from '../flow/questions.ts';
import { isLease } from './borrowers.ts';
import type { Given } from './given.ts';
import { givenBy, givenThrough } from './given.ts';
import { passedOrigin } from './passed-origin.ts';
import { isThere } from './there.ts';
import type { Work } from './work.ts';

/** A call, and the function that it calls. */
export interface Passing {
  readonly questions: Questions;
  readonly file: SourceFile;
  readonly call: Node;
  readonly owner: Node;
}

/**
 * What is left of a function's work when a call passes what it passes: with nothing given, the fallback
 * counts; with something, whoever gave it knows what that is.
 */
export function workGiven<T extends Work>(work: T, to: Passing): readonly T[] {
  return withOrigin(work, to)
    .flatMap(one => withNeeds(one, to))
    .flatMap(one => withLacks(one, to))
    .flatMap(one => withFallback(one, to))
    .map(one => {
      if (one.k !== 'pool' || one.alike === undefined) return one;
      return { ...one, alike: one.alike.flatMap(each => workGiven(each, to)) };
    });
}

/** The pool that a function is passed is its caller's. */
function withOrigin<T extends Work>(
  work: T,
  { questions, file, call, owner }: Passing,
): readonly T[] {
  if (work.k !== 'pool') return [work];
  const called = { file: work.through[0]?.file ?? work.file, owner };
  const origin = passedOrigin(questions, work.origin, { file, call, called });
  if (origin === undefined) return [];
  return [origin === work.origin ? work : { ...work, origin }];
}

/** Work that is done in place of what a call does pass is not done; what it hands on is its own caller's. */
function withLacks<T extends Work>(
  work: T,
  { questions, file, call, owner }: Passing,
): readonly T[] {
  const { lacks } = work;
  if (lacks === undefined || call.type !== 'CallExpression') return [work];
  const left = lacks.filter(lack => lack.owner !== owner);
  for (const lack of lacks.filter(one => one.owner === owner)) {
    const value = passed(call.arguments, lack);
    if (value === undefined) continue;
    if (value !== 'unknown' && isThere(questions, file, value)) return [];
    const outer =
      value === 'unknown' ? handedOver(file, call.arguments, lack) : givenThrough(file, value);
    if (outer !== undefined) left.push(outer);
  }
  const { lacks: _, ...rest } = work;
  // What is left out may be left out: it is the same work.
  return [left.length === 0 ? (rest as T) : { ...work, lacks: left }];
}

function withFallback<T extends Work>(work: T, { file, call, owner }: Passing): readonly T[] {
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
  { questions, file, call, owner }: Passing,
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
    if (value === undefined && hasDefault(need)) continue;
    if (value === undefined || (value !== 'unknown' && isFalsy(value))) return [];
    if (need.isCalled && value !== 'unknown' && isLease(questions.shapeOf(file, value))) return [];
    const outer =
      value === 'unknown' ? handedOver(file, call.arguments, need) : givenBy(file, value);
    if (outer !== undefined) left.push(need.isCalled ? { ...outer, isCalled: true } : outer);
  }
  const { needs: _, ...rest } = work;
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

/** `run = query`: without an argument there is one. */
function hasDefault({ owner, position, isCalled }: Given): boolean {
  return isCalled === true && owner.params[position]?.type === 'AssignmentPattern';
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
  // Of two of one name the last counts.
  for (const property of value.properties.toReversed()) {
    if (property.type !== 'Property' || property.computed) return 'unknown';
    if (keyName(property) === key) return property.value;
  }
  return undefined;
}
