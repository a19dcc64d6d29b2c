import type { Node, SourceFile } from '../../source/source-file.ts';

/** What is known of an expression's value before the program runs. */
export type Known =
  | { readonly k: 'value'; readonly value: Plain }
  /** An object; `isOpen` when it may have more than what is seen, or other values for it. */
  | { readonly k: 'table'; readonly entries: ReadonlyMap<string, Entry>; readonly isOpen: boolean }
  /** An environment variable, and what stands in for it when it is not set. */
  | { readonly k: 'variable'; readonly name: string; readonly fallback?: Known }
  /** One of several, which only the run decides. */
  | { readonly k: 'either'; readonly of: readonly Known[] }
  | { readonly k: 'unknown' };

/** A value without parts. */
export type Plain = string | number | boolean | null | undefined;

/** A property and where it is written. */
export interface Entry {
  readonly known: Known;
  readonly file: SourceFile;
  readonly node: Node;
  /** A spread or an assignment whose value is not known stands behind it. */
  readonly isDoubtful?: boolean;
}

/** Nothing is known. */
export const unknown: Known = { k: 'unknown' };

/** A value without parts, as what is known. */
export function plain(value: Plain): Known {
  return { k: 'value', value };
}

/** What one of several values is. */
export function eitherOf(all: readonly Known[]): Known {
  const flat = all.flatMap(one => (one.k === 'either' ? one.of : [one]));
  const [first, ...others] = flat;
  if (first === undefined) return unknown;
  const isSame = others.every(
    one => one.k === 'value' && first.k === 'value' && one.value === first.value,
  );
  return isSame ? first : { k: 'either', of: flat };
}

/** Does something to every value that is known. */
export function mapKnown(known: Known, change: (value: Plain) => Plain): Known {
  switch (known.k) {
    case 'value':
      return plain(change(known.value));
    case 'variable':
      return known.fallback === undefined
        ? known
        : { ...known, fallback: mapKnown(known.fallback, change) };
    case 'either':
      return eitherOf(known.of.map(one => mapKnown(one, change)));
    default:
      return unknown;
  }
}

/** `a ?? b` and `a || b`; `isGone` says for which values the other one counts. */
export function fallBack(known: Known, other: () => Known, isGone: (v: Plain) => boolean): Known {
  switch (known.k) {
    case 'value':
      return isGone(known.value) ? other() : known;
    case 'variable':
      return {
        ...known,
        fallback: known.fallback ? fallBack(known.fallback, other, isGone) : other(),
      };
    case 'either':
      return eitherOf(known.of.map(one => fallBack(one, other, isGone)));
    case 'table':
      return known;
    default:
      return eitherOf([known, other()]);
  }
}

/** The property of a value; `undefined` when it certainly has none. */
export function entryOf(known: Known, name: string): Entry | undefined | 'open' {
  if (known.k === 'variable' || known.k === 'unknown') return 'open';
  if (known.k === 'value') return undefined;
  if (known.k === 'table') return known.entries.get(name) ?? (known.isOpen ? 'open' : undefined);
  const found = known.of.map(one => entryOf(one, name));
  const entries = found.filter(one => one !== undefined && one !== 'open');
  const [first] = entries;
  if (first === undefined) return found.includes('open') ? 'open' : undefined;
  // Where one of the branches says nothing, its default is in force.
  const missing = found.some(one => one === undefined) ? [plain(undefined)] : [];
  const open = found.includes('open') ? [unknown] : [];
  return { ...first, known: eitherOf([...entries.map(one => one.known), ...missing, ...open]) };
}

/** A property behind a path: `pool.max`. */
export function entryAt(known: Known, path: string): Entry | undefined | 'open' {
  const [name = '', ...rest] = path.split('.');
  const found = entryOf(known, name);
  if (rest.length === 0 || found === undefined || found === 'open') return found;
  const inner = entryAt(found.known, rest.join('.'));
  if (!found.isDoubtful || inner === 'open') return inner;
  return inner === undefined ? 'open' : { ...inner, isDoubtful: true };
}

/** The environment variables that a value stands on. */
export function variablesOf(known: Known): readonly string[] {
  switch (known.k) {
    case 'variable':
      return [known.name, ...(known.fallback ? variablesOf(known.fallback) : [])];
    case 'either':
      return known.of.flatMap(variablesOf);
    case 'table':
      return [...known.entries.values()].flatMap(entry => variablesOf(entry.known));
    default:
      return [];
  }
}

/** The texts that a value may be; those of variables that are not set are left out. */
export function textsOf(known: Known): readonly string[] {
  switch (known.k) {
    case 'value':
      return typeof known.value === 'string' ? [known.value] : [];
    case 'variable':
      return known.fallback ? textsOf(known.fallback) : [];
    case 'either':
      return known.of.flatMap(textsOf);
    default:
      return [];
  }
}
