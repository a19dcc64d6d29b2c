import type { EffectCall, EffectKind, EffectSource } from './effect.ts';
import { isFitting, isOpen, parsePatterns } from './pattern.ts';
import type { Pattern } from './pattern.ts';

/** What a call waits for, and whose call it is. */
export interface Effect {
  readonly source: EffectSource;
  readonly kind: EffectKind;
}

/** How a call is used: its result is awaited, it is given a function to call back, or `for await` goes over it. */
export type EffectUse = 'calls' | 'callbacks' | 'iterables';

/**
 * What a call of the export at `path` waits for; `undefined` when that is not known to be foreign.
 *
 * `specifier` and `path` are those of a `package-export`; globals have the specifier `global` and
 * their name first: `['fetch', '()', 'json']`. Methods of promises wait for nothing of their own.
 */
export function effectOf(
  sources: readonly EffectSource[],
  specifier: string,
  path: readonly string[],
  use: EffectUse = 'calls',
): Effect | undefined {
  if (isPromiseMethod(path)) return undefined;
  for (const entry of indexOf(sources).entriesOf(specifier)) {
    if (entry.except.some(one => isFitting(one, path))) return undefined;
    const kind = kindIn(entry[use], path);
    if (kind !== undefined) return { source: entry.source, kind };
  }
  return undefined;
}

/** What `unlink(file).catch(ignore)` waits for is said by `unlink(file)`, and by `ignore`. */
function isPromiseMethod(path: readonly string[]): boolean {
  return path.at(-2) === '()' && /^(?:then|catch|finally)$/.test(path.at(-1) ?? '');
}

/** Whether any source describes exports of a module. */
export function hasEffects(sources: readonly EffectSource[], specifier: string): boolean {
  return indexOf(sources).entriesOf(specifier).length > 0;
}

interface Table {
  /** By the only path that fits, with dots. */
  readonly exact: ReadonlyMap<string, EffectKind>;
  readonly open: readonly (readonly [Pattern, EffectKind])[];
}

interface Entry {
  readonly source: EffectSource;
  readonly calls: Table;
  readonly callbacks: Table;
  readonly iterables: Table;
  readonly except: readonly Pattern[];
}

interface Index {
  entriesOf(specifier: string): readonly Entry[];
}

const indexes = new WeakMap<readonly EffectSource[], Index>();

function indexOf(sources: readonly EffectSource[]): Index {
  const known = indexes.get(sources) ?? createIndex(sources);
  indexes.set(sources, known);
  return known;
}

function createIndex(sources: readonly EffectSource[]): Index {
  const bySpecifier = new Map<string, Entry[]>();
  const byPrefix: (readonly [string, Entry])[] = [];
  for (const source of sources) {
    const entry = toEntry(source);
    for (const module of source.modules ?? [source.package]) {
      if (module.endsWith('*')) byPrefix.push([module.slice(0, -1), entry]);
      else bySpecifier.set(module, [...(bySpecifier.get(module) ?? []), entry]);
    }
  }
  const found = new Map<string, readonly Entry[]>();
  return {
    entriesOf(specifier) {
      const known = found.get(specifier);
      if (known !== undefined) return known;
      const wide = byPrefix.filter(([prefix]) => specifier.startsWith(prefix));
      // What is said of one module stands before what is said of many.
      const entries = [...(bySpecifier.get(specifier) ?? []), ...wide.map(([, entry]) => entry)];
      found.set(specifier, entries);
      return entries;
    },
  };
}

function toEntry(source: EffectSource): Entry {
  const { calls, callbacks = [], iterables = [], except = [], waits } = source;
  return {
    source,
    calls: toTable(calls, waits),
    callbacks: toTable(callbacks, waits),
    iterables: toTable(iterables, waits),
    except: except.flatMap(parsePatterns),
  };
}

function toTable(calls: readonly EffectCall[], waits: EffectKind): Table {
  const exact = new Map<string, EffectKind>();
  const open: (readonly [Pattern, EffectKind])[] = [];
  for (const call of calls) {
    const { path, waits: kind } = typeof call === 'string' ? { path: call, waits } : call;
    for (const pattern of parsePatterns(path)) {
      if (isOpen(pattern)) open.push([pattern, kind]);
      else exact.set(pattern.join('.'), kind);
    }
  }
  return { exact, open };
}

function kindIn({ exact, open }: Table, path: readonly string[]): EffectKind | undefined {
  return exact.get(path.join('.')) ?? open.find(([one]) => isFitting(one, path))?.[1];
}
