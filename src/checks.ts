import { suggestNearest } from './nearest.ts';

/** A setting that cannot be used. The message names its place, what it must be and what it is. */
export class SettingError extends Error {
  override name = 'SettingError';

  /** `place` is the keys that lead to it: `pool.helpers[0].name`; empty for all of a file. */
  constructor(place: string, problem: string) {
    super(`${place === '' ? 'its content' : `\`${place}\``} ${problem}`);
  }
}

/** Throws when the value at a place is not what it must be; `undefined` when the key is missing. */
export type Check = (value: unknown, place: string) => void;

/** One check for each key, optional keys included: a new key in `driver.ts` does not compile without one. */
export type Fields<T> = { readonly [Key in keyof T]-?: Check };

/** An object of JSON. */
type Table = Readonly<Record<string, unknown>>;

/** An object with the keys of `T` and no others. */
export function shape<T>(fields: Fields<T>): Check {
  const checks = Object.entries<Check>(fields);
  return (value, place) => {
    if (!isTable(value)) fail(place, 'an object', value);
    for (const key of Object.keys(value)) {
      if (Object.hasOwn(fields, key)) continue;
      const names = checks.map(([name]) => name);
      const hint = suggestNearest(key, names) || ` Known keys: ${names.join(', ')}.`;
      throw new SettingError(place, `has an unknown key '${key}'.${hint}`);
    }
    for (const [key, check] of checks) check(value[key], keyIn(place, key));
  };
}

/** What `check` says, or nothing at all. */
export function optional(check: Check): Check {
  return (value, place) => value === undefined || check(value, place);
}

/** One value, or an array of them. */
export function oneOrMore(check: Check): Check {
  return (value, place) =>
    Array.isArray(value) ? listOf(check, 'an array')(value, place) : check(value, place);
}

/** What `ifText` says of text, what `check` says of anything else. */
export function orText(check: Check, ifText: Check): Check {
  return (value, place) => (typeof value === 'string' ? ifText : check)(value, place);
}

/** An array. */
export function listOf(check: Check, expected: string): Check {
  return (value, place) => {
    if (!Array.isArray(value)) fail(place, expected, value);
    for (const [index, item] of value.entries()) check(item, `${place}[${index}]`);
  };
}

/** An object whose keys are the user's. */
export function tableOf(check: Check, expected: string): Check {
  return (value, place) => {
    if (!isTable(value)) fail(place, expected, value);
    for (const [key, item] of Object.entries(value)) check(item, keyIn(place, key));
  };
}

/** One of these words. */
export function oneOf<T extends string>(...words: readonly T[]): Check {
  const names = words.map(word => `'${word}'`);
  const expected = `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
  return (value, place) => {
    if (words.some(word => word === value)) return;
    fail(place, expected, value, typeof value === 'string' ? suggestNearest(value, words) : '');
  };
}

/** Text that is not empty. */
export function text(expected: string): Check {
  return predicate(value => typeof value === 'string' && value !== '', expected);
}

/** Whatever holds. */
export function predicate(holds: (value: unknown) => boolean, expected: string): Check {
  return (value, place) => holds(value) || fail(place, expected, value);
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fail(place: string, expected: string, value: unknown, hint = ''): never {
  const found =
    typeof value === 'string' ? `'${value}'` : (JSON.stringify(value) ?? `a ${typeof value}`);
  throw new SettingError(
    place,
    value === undefined
      ? `is missing. It must be ${expected}.`
      : `must be ${expected}, not ${found}.${hint}`,
  );
}

/** The place of a key; a key that is no name stands in brackets, so that its dots mislead nobody. */
export function keyIn(place: string, key: string): string {
  if (!/^[\w$]+$/.test(key)) return `${place}[${JSON.stringify(key)}]`;
  return place === '' ? key : `${place}.${key}`;
}
