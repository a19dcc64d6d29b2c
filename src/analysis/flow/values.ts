import { valueKey } from './value-keys.ts';
import type { FunctionNode, SourceFile } from '../../source/source-file.ts';

/** What the flow knows of a value. `undefined` in its place means: nothing. */
export type Value =
  | {
      readonly k: 'literal';
      readonly value: string | number | boolean | null | undefined;
      /** A test found it out; nobody wrote it. */
      readonly tested?: true;
    }
  /** Anything but these literals. */
  | { readonly k: 'not'; readonly values: readonly string[] }
  | { readonly k: 'truthy' }
  | { readonly k: 'falsy' }
  | { readonly k: 'lease'; readonly id: string }
  | PromiseValue
  /** A method taken off its object: `const { release } = client`, or a callback's `done`. */
  | { readonly k: 'method'; readonly of: Value; readonly name: string }
  | { readonly k: 'closure'; readonly file: SourceFile; readonly node: FunctionNode }
  /** An object or array made here; its members live in the state's heap. */
  | { readonly k: 'ref'; readonly id: string }
  /** One of several elements of a collection; `every` when a loop visits them all. */
  | {
      readonly k: 'any';
      readonly of: readonly Value[];
      readonly every: boolean;
      /** Picked by a computed index, `pop()` or the like. */
      readonly picked?: boolean;
    }
  /** The `resolve` or `reject` of a promise under construction, or an error-first callback to both ends. */
  | {
      readonly k: 'settle';
      readonly ref: string;
      readonly rejects: boolean;
      readonly isErrorFirst?: true;
    };

/** A function whose body is at hand. */
export type Closure = Extract<Value, { k: 'closure' }>;

/** A promise, and what it gives. */
export interface PromiseValue {
  readonly k: 'promise';
  readonly of: Value | undefined;
  readonly state: 'pending' | 'fulfilled' | 'rejected';
  /** It stands for database work, so its rejection is certain to happen one day. */
  readonly database: boolean;
  /** Leases that do not exist when it rejects. */
  readonly births: readonly string[];
  /** The lease on which no transaction is open when it rejects. */
  readonly begins?: string | undefined;
  /** Leases whose statements it waits for. */
  readonly runs?: readonly string[];
  /** Leases on which a statement may still run when it rejects: it was a race. */
  readonly races?: readonly string[];
}

/** A literal value. */
export function literal(value: string | number | boolean | null | undefined): Value {
  return { k: 'literal', value };
}

/** A promise that may still go either way. */
export function pending(
  of: Value | undefined,
  {
    database = false,
    births = [],
    begins,
    runs,
    races,
  }: Partial<Omit<PromiseValue, 'k' | 'of'>> = {},
): PromiseValue {
  return {
    k: 'promise',
    of,
    state: 'pending',
    database,
    births,
    ...(begins !== undefined && { begins }),
    ...(runs && runs.length > 0 && { runs }),
    ...(races && races.length > 0 && { races }),
  };
}

/** The same promise, which waits for statements on these leases too. */
export function waitingFor(promise: PromiseValue, leases: readonly string[]): PromiseValue {
  const runs = [...new Set([...(promise.runs ?? []), ...leases])];
  return runs.length === 0 ? promise : { ...promise, runs };
}

/** A promise whose outcome this path has settled. */
export function settled(state: 'fulfilled' | 'rejected', of: Value | undefined): PromiseValue {
  if (of?.k === 'promise' && state === 'fulfilled') return of;
  return { k: 'promise', of, state, database: false, births: [] };
}

/** Whether a value is certainly truthy or falsy, or null; `undefined` when it can be either. */
export function truthOf(value: Value | undefined): boolean | undefined {
  switch (value?.k) {
    case undefined:
    case 'not':
      return undefined;
    case 'literal':
      return Boolean(value.value);
    case 'falsy':
      return false;
    case 'any':
      return value.of.every(item => truthOf(item) === true) || undefined;
    default:
      return true;
  }
}

/** Whether a value is certainly null or undefined, or certainly not. */
export function nullnessOf(value: Value | undefined): boolean | undefined {
  if (value === undefined || value.k === 'falsy' || value.k === 'not') return undefined;
  if (value.k === 'any')
    return value.of.every(item => nullnessOf(item) === false) ? false : undefined;
  return value.k === 'literal' ? value.value === null || value.value === undefined : false;
}

/** What `typeof` gives, where it is certain. */
export function typeOf(value: Value | undefined): Value | undefined {
  switch (value?.k) {
    case 'closure':
    case 'method':
    case 'settle':
      return literal('function');
    case 'lease':
    case 'ref':
    case 'promise':
      return literal('object');
    case 'literal':
      return literal(value.value === null ? 'object' : typeof value.value);
    default:
      return undefined;
  }
}

/** A value with its leases renamed. */
export function mapLeases(value: Value, rename: (id: string) => string): Value {
  switch (value.k) {
    case 'lease':
      return { ...value, id: rename(value.id) };
    case 'promise': {
      const of = value.of && mapLeases(value.of, rename);
      return {
        ...value,
        of,
        births: value.births.map(rename),
        ...(value.begins !== undefined && { begins: rename(value.begins) }),
        ...(value.runs && { runs: value.runs.map(rename) }),
        ...(value.races && { races: value.races.map(rename) }),
      };
    }
    case 'method':
      return { ...value, of: mapLeases(value.of, rename) };
    case 'any':
      return { ...value, of: value.of.map(item => mapLeases(item, rename)) };
    default:
      return value;
  }
}

/** The values that an element of a collection can be. */
export function elementsOf(value: Value): readonly Value[] {
  return value.k === 'any' ? value.of : [value];
}

/** The promises among what an element of a collection can be. */
export function promisesIn(value: Value): readonly PromiseValue[] {
  return elementsOf(value).filter(item => item.k === 'promise');
}

/** What an element of a collection becomes when it is waited for. */
export function fulfilledWith(value: Value): Value | undefined {
  if (value.k !== 'any') return value.k === 'promise' ? value.of : value;
  return { ...value, of: value.of.flatMap(item => fulfilledWith(item) ?? []) };
}

/** Joins the elements of a collection. */
export function joinElements(
  known: Value | undefined,
  added: Value | undefined,
): Value | undefined {
  if (known === undefined || added === undefined) return known ?? added;
  const items = [known, added].flatMap(elementsOf);
  const unique = [...new Map(items.map(item => [valueKey(item), item])).values()];
  return unique.length === 1 ? unique[0] : { k: 'any', of: unique, every: false };
}
