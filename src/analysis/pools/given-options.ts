import { many } from '../../drivers/driver.ts';
import type { PoolOptions } from '../../drivers/pool-options.ts';
import type { Shape } from '../../evidence/shape.ts';
import { isFunction } from '../../source/walk.ts';
import { soleReturn } from '../../evidence/identity-sources.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import type { Creation } from './creations.ts';
import type { Folding } from './evaluate.ts';
import { merged, valueOf } from './evaluate.ts';
import type { Entry, Known } from './known.ts';
import { entryAt, textsOf, unknown } from './known.ts';

/** What a pool is told where it is made. */
export interface Given {
  /** What counts for the database at hand; see {@link PoolOptions.by}. */
  readonly options: PoolOptions;
  /** All arguments that are objects, laid over one another. */
  readonly table: Known;
  /** What may be its connection string, and where that stands. */
  readonly urls: readonly Url[];
  /** Everything that reaches it. */
  readonly all: readonly Known[];
}

/** A connection string. */
export interface Url {
  readonly known: Known;
  readonly file: SourceFile;
  readonly node: Node;
}

interface Argument extends Url {
  readonly position: number;
}

/** What a creation is told; `undefined` when the pool is made elsewhere, or there is none. */
export function givenAt(
  folding: Folding,
  file: SourceFile,
  { node, type }: Creation,
): Given | undefined {
  if (node.arguments.some(one => isMadeElsewhere(folding.evidence.shapeOf(file, one))))
    return undefined;
  const args = node.arguments.map((argument, position): Argument => {
    const known =
      argument.type === 'SpreadElement' ? unknown : argumentValue(folding, file, argument);
    return { known, file, node: argument, position };
  });
  const { options } = type;
  const inner = options.inside === undefined ? args : insideOf(args, options.inside);
  if (inner === undefined) return undefined;
  const tables = inner.filter(
    ({ known, position }) => isTable(known) && holdsOptions(options, position, inner.length),
  );
  const table = merged(tables.map(({ known }) => known));
  const all = whole(args);
  if (options.givenBy?.some(name => isThere(all, name)) || neverConnects(options, args)) {
    return undefined;
  }
  const chosen = optionsFor(options, table);
  return (
    chosen && {
      options: chosen,
      table,
      urls: urlsOf(chosen, inner, table),
      all: args.map(({ known }) => known),
    }
  );
}

/** Whether all that it is told is known, and none of the options that it connects by is among it. */
function neverConnects({ connectsBy }: PoolOptions, args: readonly Argument[]): boolean {
  if (connectsBy === undefined || args.length === 0) return false;
  return args.every(
    ({ known }) =>
      known.k === 'table' && connectsBy.every(name => entryAt(known, name) === undefined),
  );
}

function isThere(known: Known, name: string): boolean {
  const entry = entryAt(known, name);
  return entry !== undefined && entry !== 'open';
}

function whole(args: readonly Argument[]): Known {
  return merged(args.map(({ known }) => known).filter(one => one.k === 'table'));
}

function holdsOptions({ argument, url }: PoolOptions, position: number, count: number): boolean {
  if (url?.leads === true && count > 1) return position > 0;
  return argument === undefined || argument === position;
}

function isTable({ k }: Known): boolean {
  return k === 'table' || k === 'unknown' || k === 'either';
}

/** A function that gives the options is asked for them: `useFactory: () => ({ … })`. */
function argumentValue(folding: Folding, file: SourceFile, node: Node): Known {
  const known = valueOf(folding, file, node);
  const factory = known.k === 'table' ? known.entries.get('useFactory') : undefined;
  if (factory === undefined || factory.node.type !== 'Property') return known;
  const owner = factory.node.value;
  const given = isFunction(owner) ? soleReturn(owner) : undefined;
  return given ? valueOf(folding, factory.file, given) : unknown;
}

/** The pool or the connection of another maker is handed over. */
function isMadeElsewhere(shape: Shape | undefined): boolean {
  if (shape?.kind !== 'instance') return false;
  const { driver, type } = shape;
  return [...many(driver.pool), ...many(driver.standalone), ...many(driver.lease)].some(
    one => one.type === type,
  );
}

/** The options of the pool inside; `undefined` when there is none. */
function insideOf(args: readonly Argument[], inside: string): readonly Argument[] | undefined {
  const [first] = args;
  if (first === undefined) return undefined;
  if (isText(first.known)) return [first];
  const entry = entryAt(first.known, inside);
  if (entry === undefined || entry === 'open') return undefined;
  return [{ known: entry.known, file: entry.file, node: entry.node, position: 0 }];
}

function isText(known: Known): boolean {
  return known.k === 'variable' || textsOf(known).length > 0;
}

/** What the options mean for the database that is chosen; `undefined` when it has no pool. */
function optionsFor(options: PoolOptions, table: Known): PoolOptions | undefined {
  const { by } = options;
  if (by === undefined) return options;
  const entry = entryAt(table, by.option);
  const names = entry === undefined || entry === 'open' ? [] : textsOf(entry.known);
  const [name] = names;
  if (name === undefined || names.length > 1 || !Object.hasOwn(by.of, name)) return options;
  const change = by.of[name];
  return change === null ? undefined : { ...options, ...change };
}

function urlsOf(options: PoolOptions, args: readonly Argument[], table: Known): readonly Url[] {
  if (options.url === undefined) return [];
  const direct = args.filter(({ known, position }) => position === 0 && isText(known));
  const named = options.url.options.flatMap((name): readonly Entry[] => {
    const entry = entryAt(table, name);
    return entry === undefined || entry === 'open' || !isText(entry.known) ? [] : [entry];
  });
  return [...direct, ...named];
}
