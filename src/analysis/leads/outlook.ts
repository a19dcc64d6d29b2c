import { isAbsolute } from 'node:path';
import type { Driver } from '../../drivers/driver.ts';
import { many } from '../../drivers/driver.ts';
import type { Project } from '../../source/project.ts';
import type { SourceFile, Unparsed } from '../../source/source-file.ts';
import { WordList } from '../../source/sketch/glance.ts';
import type { Chart } from './chart.ts';
import type { Charts } from './charts.ts';
import { LentTypes, type TypeMention } from './lent-types.ts';
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
  readonly #uses: Called;
  readonly #ends: Called;
  /** Files without a type that may be a connection, so far. */
  readonly #unlearned = new Map<string, Chart>();
  /** Files that may have functions that lead. */
  readonly #giving = new Set<string>();

  constructor(charts: Charts, names: Names, drivers: readonly Driver[]) {
    this.#charts = charts;
    this.#names = names;
    this.#lent = new LentTypes(drivers);
    const leases = drivers.flatMap(({ lease }) => many(lease));
    this.#uses = calledBy(leases.flatMap(({ use }) => use));
    this.#ends = calledBy(leases.flatMap(({ release, destroy = [] }) => [...release, ...destroy]));
  }

  /** Takes in the types of a file, if one of them may be a connection. */
  meet(chart: Chart): void {
    this.#unlearned.set(chart.path, chart);
    if (this.#lent.areIn(chart.glance)) this.#learn(chart);
  }

  #learn(chart: Chart): void {
    this.#unlearned.delete(chart.path);
    this.#lent.add(chart.types);
    if (this.#lent.mayBeRenamedIn(chart.text)) this.#lent.add(renamedIn(chart));
    for (let name = this.#lent.next(); name !== undefined; name = this.#lent.next()) {
      const words = new WordList([name]);
      for (const other of this.#unlearned.values())
        if (words.isIn(other.glance)) this.#learn(other);
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
    if (this.#names.mayBeAskedIn(chart.glance)) {
      for (const name of chart.sketch.calls.keys())
        if (this.#names.isAsked(name, path)) return true;
    }
    return chart.targets.some(target => this.#giving.has(target)) && chart.sketch.callsUnnamed;
  }

  /** Whether a file may have a function that is given a connection. */
  mayBorrow({ path, text }: Unparsed): boolean {
    const chart = this.#charts.at(path);
    if (chart === undefined) return true;
    if (this.#lent.areIn(chart.glance)) {
      if (this.#lent.isAnnotatedIn(text)) return true;
      if (this.#lent.isAmong(chart.sketch.capitalized)) return true;
      if (chart.glance.marks.has('param') && this.#lent.isDocumentedIn(text)) return true;
    }
    if (this.#lent.arePassedIn(chart.glance)) {
      for (const name of chart.sketch.calls.keys())
        if (this.#lent.isPassedBy(bare(name))) return true;
    }
    if (/\.[cm]?tsx?$/.test(path) && !UNTYPED.test(text)) return false;
    return this.#isUsedAsLent(chart, text);
  }

  /** A parameter without a type is what its methods say: it is used, and given back or spoken to in a driver's way. */
  #isUsedAsLent(chart: Chart, text: string): boolean {
    const isSpokenTo =
      chart.targets.some(target => !isAbsolute(target)) ||
      isCalledIn(chart, this.#ends) ||
      /['"`]\s*(?:BEGIN|START\s)/i.test(text);
    return isSpokenTo && isCalledIn(chart, this.#uses);
  }

  /** Whether one of some words is a type that may be a connection. */
  namesLent(words: readonly string[]): boolean {
    return words.some(word => this.#lent.has(word));
  }

  /** Whether a file, or one that it imports, has what may be a tag for the analysis in it. */
  mentionsTags({ path }: Pick<SourceFile, 'path'>): boolean {
    const chart = this.#charts.at(path);
    if (chart === undefined || chart.isTagged) return true;
    return chart.targets.some(target => this.#charts.at(target)?.isTagged);
  }

  /** The files that a file imports. */
  importedBy(path: string): readonly string[] {
    return this.#charts.at(path)?.targets.filter(isAbsolute) ?? [];
  }
}

/** An asynchronous function with a parameter of no type. */
const UNTYPED = /\basync\s+[\w$]+\s*=>|\basync\b[^{}]*?[(,]\s*[\w$]+\s*(?:[,)=]|:\s*any\b)/;

/** The types that get another name. */
function renamedIn(chart: Chart): readonly TypeMention[] {
  const types = [...chart.sketch.aliases.keys()].filter(word => /^[A-Z]/.test(word));
  return types.flatMap(word => {
    const names = chart.aliasesOf(word).flatMap(alias => alias.names);
    return names.map(name => ({ name, words: [word] }));
  });
}

/** Names by which something may be called. */
interface Called {
  readonly names: ReadonlySet<string>;
  readonly words: WordList;
}

function calledBy(names: Iterable<string>): Called {
  return { names: new Set(names), words: new WordList(names) };
}

function isCalledIn({ glance, sketch }: Chart, { names, words }: Called): boolean {
  if (!words.isCalledIn(glance)) return false;
  for (const name of sketch.calls.keys()) if (names.has(bare(name))) return true;
  return false;
}
