import type { Node } from '../../source/source-file.ts';
import type { Graph } from '../graph.ts';
import type { Exit } from './flow.ts';
import { baseOf } from './sites.ts';

/** A field that is filled by two calls at once, or once more before it was released; or that nobody releases. */
export interface FieldLoss {
  readonly kind: 'race' | 'refill' | 'forgotten';
  readonly node: Node;
}

/** An open exit as the flow saw it. */
export interface OpenEnd {
  readonly lease: string;
  /** The lease's id in the trace, where the end was adopted by a call. */
  readonly origin?: string;
  readonly exit: Exit;
  readonly graph: Graph;
  /** The root function whose run saw it. */
  readonly root: Node | undefined;
  /** Somebody outside has the lease too; it counts only if the function meant to release it itself. */
  readonly isStored: boolean;
  /** A field that loses it to another call, and where that field is filled. */
  readonly field?: FieldLoss;
}

/** What the runs over one file's roots noted. */
export class Notes {
  readonly openEnds: OpenEnd[] = [];
  readonly #released = new Set<string>();
  readonly #doubted = new Set<string>();
  readonly #givenAway = new Set<string>();
  readonly #collected = new Set<string>();
  readonly #picked = new Map<string, readonly Node[]>();
  readonly #kept = new Set<string>();
  #root: Node | undefined;
  #isQuiet = false;

  /** Whether a question is being answered, of which nothing is noted. */
  get isQuiet(): boolean {
    return this.#isQuiet;
  }

  /** What is noted from now on is noted of this root. */
  begin(owner: Node): void {
    this.#root = owner;
  }

  /** The open ends that are noted while something runs; they are kept out of the notes. */
  collectEnds<T>(run: () => T): { readonly exits: T; readonly ends: readonly OpenEnd[] } {
    const before = this.openEnds.length;
    const exits = run();
    return { exits, ends: this.openEnds.splice(before) };
  }

  add(end: OpenEnd): void {
    this.openEnds.push(end);
  }

  /** Notes an open end as one of another site: that of the call which led to the acquire. */
  adopt(end: OpenEnd, id: string): void {
    this.openEnds.push({ ...end, lease: id, origin: end.origin ?? end.lease });
    if (this.isReleasedIn(end.root, end.lease)) this.#released.add(inRoot(end.root, id));
    if (this.isDoubtedIn(end.root, end.lease)) this.#doubted.add(inRoot(end.root, id));
  }

  /** Notes that some path of this root releases a lease. */
  release(id: string): void {
    if (!this.#isQuiet) this.#released.add(this.#inRoot(id));
  }

  /** Notes that somebody we cannot see into may release a lease. */
  doubt(id: string): void {
    if (!this.#isQuiet) this.#doubted.add(this.#inRoot(id));
  }

  /** Notes that a lease is meant to stay open for as long as the process runs. */
  keep(id: string): void {
    if (!this.#isQuiet) this.#kept.add(this.#inRoot(id));
  }

  /** Whoever uses a lease after showing it to somebody did not give it away. */
  clearDoubt(id: string): void {
    if (!this.#isQuiet) this.#doubted.delete(this.#inRoot(id));
  }

  /** Notes that some path gives a lease to the caller. */
  giveAway(id: string): void {
    if (!this.#isQuiet) this.#givenAway.add(baseOf(id));
  }

  isGivenAway(id: string): boolean {
    return this.#givenAway.has(baseOf(id));
  }

  /** Notes that a lease went into a collection or object, or may be taken out of one by a loop. */
  collect(id: string): void {
    if (!this.#isQuiet) this.#collected.add(baseOf(id));
  }

  isCollected(id: string): boolean {
    return this.#collected.has(baseOf(id));
  }

  /** Notes that a lease was given back as one picked out of a collection: perhaps in a loop over all. */
  pick(id: string, by: Node): void {
    const key = this.#inRoot(id);
    if (!this.#isQuiet) this.#picked.set(key, [...(this.#picked.get(key) ?? []), by]);
  }

  /** The releases of one that was picked out of a collection. */
  picksIn(root: Node | undefined, id: string): readonly Node[] {
    return this.#picked.get(inRoot(root, id)) ?? [];
  }

  isPickedIn(root: Node | undefined, id: string): boolean {
    return this.picksIn(root, id).length > 0;
  }

  isReleasedIn(root: Node | undefined, id: string): boolean {
    return this.#released.has(inRoot(root, id));
  }

  /** Whether a lease may well be kept or released by somebody else. */
  isDoubtedIn(root: Node | undefined, id: string): boolean {
    return this.#doubted.has(inRoot(root, id)) || this.#kept.has(inRoot(root, id));
  }

  #inRoot(id: string): string {
    return inRoot(this.#root, id);
  }

  openExit(lease: string, exit: Exit, graph: Graph, isStored = false, field?: FieldLoss): void {
    if (this.#isQuiet) return;
    this.openEnds.push({ lease, exit, graph, isStored, root: this.#root, ...(field && { field }) });
  }

  /** Does something that must leave no notes: a question, not a path. */
  quietly<T>(work: () => T): T {
    const before = this.#isQuiet;
    this.#isQuiet = true;
    try {
      return work();
    } finally {
      this.#isQuiet = before;
    }
  }
}

function inRoot(root: Node | undefined, id: string): string {
  return `${root?.range[0]} ${root?.type} ${baseOf(id)}`;
}
