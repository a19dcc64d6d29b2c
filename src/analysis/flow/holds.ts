import type { OwnEffect } from '../../effects/own-effects.ts';
import type { Node, SourceFile, Variable } from '../../source/source-file.ts';
import { workOf } from '../work/expression.ts';
import { workOfIterable } from '../work/iterable.ts';
import type { Search, WorkMemory } from '../work/search.ts';
import { startSearch } from '../work/search.ts';
import type { Origin } from '../work/pool-work.ts';
import { isDefinite } from '../work/pool-work.ts';
import type { Link, Work } from '../work/work.ts';
import { fewest } from '../work/work.ts';
import type { LeaseSite } from './flow.ts';
import type { Notes } from './notes.ts';
import type { Questions } from './questions.ts';
import { baseOf } from './sites.ts';
import { Noticing } from './noticing.ts';

/** A place where leases are held while something else is waited for. */
export interface HeldWork {
  /** Where it is told: in the function under analysis, as near to the work as possible. */
  readonly at: Node;
  readonly leases: readonly LeaseSite[];
  readonly works: readonly Work[];
  /** The function under analysis. */
  readonly root: Node | undefined;
  /** The calls from there to the function that waits, outermost first. */
  readonly through: readonly Link[];
}

/** What holds are found out with. */
export interface HoldOptions {
  readonly notes: Notes;
  readonly questions: Questions;
  readonly effects: readonly OwnEffect[];
  readonly memory: WorkMemory;
}

/** What is done while leases are held, as the runs over one file see it. */
export class Holds {
  readonly all: HeldWork[] = [];
  readonly #notes: Notes;
  readonly #search: Search;
  readonly #run = new Set<Node>();
  readonly #sessions = new Set<string>();
  /** A callback of the caller was called while a lease was held. */
  readonly calledBack = new Noticing();
  readonly #letGo = new Noticing();
  #watched: Variable | undefined;

  constructor({ notes, ...options }: HoldOptions) {
    this.#notes = notes;
    this.#search = startSearch({ ...options, isRun: node => this.#run.has(node) });
  }

  /** Starts with a new root function. */
  begin(): void {
    this.#run.clear();
  }

  note(work: HeldWork): void {
    if (!this.#notes.isQuiet) this.all.push(work);
  }

  /** Notes that the flow runs a call or function itself, so that nobody needs to look into it. */
  noteRun(node: Node): void {
    if (!this.#notes.isQuiet) this.#run.add(node);
  }

  /** The callback of which somebody wants to know whether it is called with nothing held. */
  get watched(): Variable | undefined {
    return this.#watched;
  }

  /** Notes that the watched callback may be called with nothing held. */
  letGo(): void {
    this.#letGo.note();
  }

  /** Whether a callback may be called with nothing held while `work` runs. */
  isLetGo(callback: Variable, work: () => void): boolean {
    const before = this.#watched;
    this.#watched = callback;
    try {
      return this.#letGo.isSeenIn(work);
    } finally {
      this.#watched = before;
    }
  }

  /** What awaiting an expression waits for, apart from what the flow sees itself. */
  workOf(file: SourceFile, expression: Node): readonly Work[] {
    return fewest(workOf(this.#search, file, expression));
  }

  /** What a `for await` over an expression waits for. */
  workOfIterable(file: SourceFile, iterable: Node): readonly Work[] {
    return fewest(workOfIterable(this.#search, file, iterable));
  }

  /** Whether the file works with several pools of a kind: nobody knows to which one a handle belongs. */
  areSeveral({ package: name, type }: Origin): boolean {
    const origins = this.all.flatMap(({ leases, works }) => [
      ...leases.map(({ origin }) => origin),
      ...works.map(work => (work.k === 'pool' ? work.origin : undefined)),
    ]);
    const alike = origins.filter(one => one?.package === name && one.type === type);
    return new Set(alike.flatMap(one => (one && isDefinite(one) ? one.identity : []))).size > 1;
  }

  /** Notes that a connection is held for its session's own sake. */
  keepSession(id: string): void {
    if (!this.#notes.isQuiet) this.#sessions.add(baseOf(id));
  }

  isSession(id: string): boolean {
    return this.#sessions.has(baseOf(id));
  }
}
