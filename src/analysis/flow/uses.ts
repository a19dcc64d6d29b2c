import type { Node, SourceFile } from '../../source/source-file.ts';
import type { Link } from '../work/work.ts';
import type { LeaseSite, Point } from './flow.ts';
import type { Notes } from './notes.ts';
import { baseOf } from './sites.ts';
import type { ReleaseEvent, Witness } from './trace.ts';

/** A statement on a lease that another has, or a second release of it. */
export interface LateUse {
  readonly site: LeaseSite;
  /** A second release, a statement afterwards, or one that still runs when the lease is released. */
  readonly kind:
    'ended' | 'again' | 'used' | 'disposed' | 'dropped' | 'returned' | 'raced' | 'timer' | 'each';
  /** Where it is told: in the function under analysis. */
  readonly at: Node;
  /** The call itself. */
  readonly file: SourceFile;
  readonly node: Node;
  readonly through: readonly Link[];
  readonly release: Pick<ReleaseEvent, 'file' | 'node'>;
  readonly witness: Witness;
}

/** Statements of one lease that are waited for together. */
export interface Batch {
  readonly site: LeaseSite;
  readonly at: Node;
  readonly node: Node;
  readonly file: SourceFile;
  readonly through: readonly Link[];
}

/** A call that runs a statement. */
export interface Statement {
  readonly file: SourceFile;
  readonly node: Node;
  readonly method: string;
}

/** A use that a question was asked about. */
export interface SeenUse {
  readonly lease: string;
  readonly file: SourceFile;
  readonly node: Node;
}

/** How leases are used, as the runs over one file see it. */
export class Uses {
  readonly late: LateUse[] = [];
  readonly batches: Batch[] = [];
  readonly #notes: Notes;
  readonly #statements = new Map<string, Map<Node, Statement>>();
  readonly #visits = new Map<Node, ReadonlySet<string>>();
  #seen: SeenUse[] | undefined;
  #stops: Point[] | undefined;
  #isAtOnce = false;

  constructor(notes: Notes) {
    this.#notes = notes;
  }

  noteLate(use: LateUse): void {
    // What was started at the same time as the release was in time.
    if (this.#isAtOnce && use.kind !== 'again') return;
    if (!this.#notes.isQuiet) this.late.push(use);
  }

  /** Runs what was started together with what has ended by now. */
  atOnce(run: () => unknown): void {
    this.#isAtOnce = true;
    try {
      run();
    } finally {
      this.#isAtOnce = false;
    }
  }

  noteBatch(batch: Batch): void {
    if (!this.#notes.isQuiet) this.batches.push(batch);
  }

  /** Notes a statement on a lease. */
  noteStatement(lease: string, statement: Statement): void {
    this.#seen?.push({ lease, file: statement.file, node: statement.node });
    if (this.#notes.isQuiet) return;
    const known = this.#statements.get(baseOf(lease)) ?? new Map<Node, Statement>();
    this.#statements.set(baseOf(lease), known.set(statement.node, statement));
  }

  statementsOf(lease: string): readonly Statement[] {
    return [...(this.#statements.get(baseOf(lease))?.values() ?? [])];
  }

  /** The statements that are run while something runs, but not those of callbacks it passes on. */
  usesIn<T>(run: () => T): { readonly result: T; readonly uses: readonly SeenUse[] } {
    const before = this.#seen;
    this.#seen = [];
    try {
      return { result: run(), uses: this.#seen };
    } finally {
      before?.push(...this.#seen);
      this.#seen = before;
    }
  }

  /** Notes ends of callbacks that call nobody back. */
  noteStops(points: readonly Point[]): void {
    this.#stops?.push(...points);
  }

  /** Where callbacks end for good while something runs. */
  stopsIn<T>(run: () => T): { readonly result: T; readonly stops: readonly Point[] } {
    const before = this.#stops;
    this.#stops = [];
    try {
      return { result: run(), stops: this.#stops };
    } finally {
      this.#stops = before;
    }
  }

  /** Runs something whose statements are nobody's who asks. */
  unseen<T>(run: () => T): T {
    const before = this.#seen;
    this.#seen = undefined;
    try {
      return run();
    } finally {
      this.#seen = before;
    }
  }

  /** Notes the leases on which a callback of `map` starts statements. */
  noteVisit(call: Node, leases: ReadonlySet<string>): void {
    this.#visits.set(call, leases);
  }

  /** The leases on which every visit of a `map` starts statements. */
  visitedIn(call: Node): ReadonlySet<string> {
    return this.#visits.get(call) ?? new Set();
  }
}
