import { isAbsolute } from 'node:path';
import type { Driver } from '../../drivers/driver.ts';
import { many } from '../../drivers/driver.ts';
import type { Project } from '../../source/project.ts';
import type { Sketch } from '../../source/sketch/sketch.ts';
import type { SourceFile, Unparsed } from '../../source/source-file.ts';
import { creationWordsOf } from '../pools/creation-names.ts';
import type { Chart, Charts } from './charts.ts';
import { LentTypes } from './lent-types.ts';
import { bare, type Names } from './names.ts';

/**
 * What the names in a file promise, before it is parsed: most files that reach a pool neither take a
 * connection nor are given one. It may promise too much, never too little.
 */
export class Outlook {
  readonly #charts: Charts;
  readonly #names: Names;
  readonly #lent: LentTypes;
  /** Methods that use a connection, and that give it back. */
  readonly #uses: ReadonlySet<string>;
  readonly #ends: ReadonlySet<string>;
  /** Words of which every file has one that makes a pool. */
  readonly #creations: ReadonlySet<string>;
  readonly #making = new WeakMap<Sketch, boolean>();
  /** Files that may have functions that lead. */
  readonly #giving = new Set<string>();

  constructor(charts: Charts, names: Names, drivers: readonly Driver[]) {
    this.#charts = charts;
    this.#names = names;
    this.#lent = new LentTypes(drivers);
    this.#creations = creationWordsOf(drivers);
    const leases = drivers.flatMap(({ lease }) => many(lease));
    this.#uses = new Set(leases.flatMap(({ use }) => use));
    this.#ends = new Set(leases.flatMap(({ release, destroy = [] }) => [...release, ...destroy]));
  }

  /** Takes in the types of a file. */
  add({ types, sketch }: Chart): void {
    this.#lent.add(types);
    for (const [word, places] of sketch.aliases) {
      const names = places.flatMap(place => sketch.definitions[place]?.names ?? []);
      if (/^[A-Z]/.test(word)) this.#lent.add(names.map(name => ({ name, words: [word] })));
    }
  }

  /** Notes that a file may have functions that lead. */
  noteGiving(path: string): void {
    this.#giving.add(path);
  }

  /** Whether a file was taken in, and is what it was then. */
  knows(file: Pick<Unparsed, 'path' | 'text'>, project: Project): boolean {
    return this.#charts.isCurrent(file, project);
  }

  /** Whether a file has a call that may acquire, or hold a connection while it calls back. */
  mayAcquire(path: string): boolean {
    const chart = this.#charts.at(path);
    if (chart === undefined || this.mentionsTags({ path })) return true;
    for (const name of chart.sketch.calls.keys()) if (this.#names.isAsked(name, path)) return true;
    return chart.sketch.callsUnnamed && chart.links.some(({ target }) => this.#giving.has(target));
  }

  /** Whether a file may have a function that is given a connection. */
  mayBorrow({ path, text }: Unparsed): boolean {
    const chart = this.#charts.at(path);
    if (chart === undefined || this.#lent.isAmong(chart.sketch.capitalized)) return true;
    for (const name of chart.sketch.calls.keys())
      if (this.#lent.isPassedBy(bare(name))) return true;
    if (this.#lent.isDocumentedIn(text)) return true;
    return this.#isUsedAsLent(chart, text) && (!/\.[cm]?tsx?$/.test(path) || UNTYPED.test(text));
  }

  /** A parameter without a type is what its methods say: it is used, and given back or spoken to in a driver's way. */
  #isUsedAsLent({ path, links }: Chart, text: string): boolean {
    if (!this.calls(path, this.#uses)) return false;
    if (this.calls(path, this.#ends) || links.some(({ target }) => !isAbsolute(target)))
      return true;
    return /['"`]\s*(?:BEGIN|START\s)/i.test(text);
  }

  /** Whether one of some words is a type that may be a connection. */
  namesLent(words: readonly string[]): boolean {
    return words.some(word => this.#lent.has(word));
  }

  /** Whether a file calls something by one of these names. */
  calls(path: string, names: ReadonlySet<string>): boolean {
    const calls = this.#charts.at(path)?.sketch.calls.keys() ?? [];
    for (const name of calls) if (names.has(bare(name))) return true;
    return false;
  }

  /** Whether a file may make a pool: it has a name of what does, or imports a module that is called as a whole. */
  mayMakePool(path: string): boolean {
    const sketch = this.#charts.at(path)?.sketch;
    if (sketch === undefined) return true;
    const answer = this.#making.get(sketch) ?? mentions(sketch, this.#creations);
    this.#making.set(sketch, answer);
    return answer;
  }

  /** Whether a file, or one that it imports, has what may be a tag for the analysis in it. */
  mentionsTags({ path }: Pick<SourceFile, 'path'>): boolean {
    const chart = this.#charts.at(path);
    if (chart === undefined || chart.isTagged) return true;
    return chart.links.some(({ target }) => this.#charts.at(target)?.isTagged);
  }

  /** The files that a file imports. */
  importedBy(path: string): readonly string[] {
    const links = this.#charts.at(path)?.links ?? [];
    return links.map(({ target }) => target).filter(isAbsolute);
  }
}

/** An asynchronous function with a parameter of no type. */
const UNTYPED = /\basync\s+[\w$]+\s*=>|\basync\b[^{}]*?[(,]\s*[\w$]+\s*(?:[,)=]|:\s*any\b)/;

/** Whether a text has one of some words as a name, or imports it. */
function mentions(sketch: Sketch, words: ReadonlySet<string>): boolean {
  const { calls, aliases, capitalized, imports } = sketch;
  if (imports.some(({ specifier }) => words.has(specifier))) return true;
  for (const word of words) {
    const member = `.${word}`;
    if (capitalized.has(word) || calls.has(word) || calls.has(member)) return true;
    if (aliases.has(word) || aliases.has(member)) return true;
  }
  return false;
}
