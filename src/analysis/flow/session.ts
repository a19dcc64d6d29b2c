import type { Driver } from '../../drivers/driver.ts';
import type { Helper } from '../../drivers/own-functions.ts';
import type { EvidenceSource } from '../../evidence/syntax.ts';
import type { OwnEffect } from '../../effects/own-effects.ts';
import type { WorkMemory } from '../work/search.ts';
import type { Node } from '../../source/source-file.ts';
import type { Graph } from '../graph.ts';
import type { LeaseSite } from './flow.ts';
import type { Memory } from './graphs.ts';
import { Graphs } from './graphs.ts';
import { Holds } from './holds.ts';
import { Notes } from './notes.ts';
import type { Surroundings } from './questions.ts';
import { Questions } from './questions.ts';
import { previousOf, Sites } from './sites.ts';
import { Uses } from './uses.ts';
import type { State } from './state.ts';
import { Steps } from './steps.ts';
import { Trail } from './trail.ts';
import { Transactions } from './transactions.ts';
import type { Value } from './values.ts';
import { Noticing } from './noticing.ts';

/**
 * How a function gives a lease that it acquires: as its result, to a callback, held around a callback, held
 * around a callback by the function that it makes, or not.
 */
export type Giving = 'result' | 'callback' | 'held' | 'wrapper' | 'none';

/** What a session works with. */
export interface SessionOptions {
  readonly evidence: EvidenceSource;
  readonly drivers: readonly Driver[];
  readonly helpers: readonly Helper[];
  readonly considersPossible: boolean;
  readonly memory: Memory;
  /** Whether functions give leases away, as far as it is known; shared by the files of a project. */
  readonly gives: WeakMap<Node, Giving>;
  readonly surroundings: Surroundings;
  /** What the user says that functions wait for. */
  readonly effects: readonly OwnEffect[];
  /** What functions wait for; shared by the files of a project. */
  readonly work: WorkMemory;
  /** Whether to remember where leases went, for summaries of the functions on their way. */
  readonly keepsTrail?: boolean;
}

/** What all runs over one file share. */
export class Session {
  /** Whether exceptions that nobody expects are followed too. */
  readonly considersPossible: boolean;
  readonly gives: SessionOptions['gives'];
  readonly questions: Questions;
  readonly graphs: Graphs;
  readonly sites: Sites;
  readonly notes = new Notes();
  readonly holds: Holds;
  readonly transactions = new Transactions();
  readonly uses = new Uses(this.notes);
  /** Root functions whose analysis ran out of steps. */
  readonly exhausted: Set<Node> = new Set();
  readonly #trail: Trail | undefined;
  readonly #active = new Set<Node>();
  readonly #entered = new Set<Graph>();
  readonly #held = new Map<Node, LeaseSite | undefined>();
  /** A lease went to a callback that this run was not given. */
  readonly calledBack = new Noticing();
  readonly steps = new Steps();
  #root: Node | undefined;

  constructor(options: SessionOptions) {
    const { considersPossible, memory, gives, effects, work } = options;
    this.gives = gives;
    this.considersPossible = considersPossible;
    this.questions = new Questions(options);
    this.graphs = new Graphs(memory);
    this.sites = new Sites(this.graphs);
    this.holds = new Holds({ notes: this.notes, questions: this.questions, effects, memory: work });
    this.#trail = options.keepsTrail === true ? new Trail(this.graphs) : undefined;
  }

  /** Where leases went; `undefined` where nobody wants to know, or nothing is noted. */
  get trail(): Trail | undefined {
    return this.notes.isQuiet ? undefined : this.#trail;
  }

  /** Starts with a new root function; with `outside`, in a coarse run. */
  begin(owner: Node, outside?: number): void {
    this.steps.begin(outside);
    this.#entered.clear();
    this.#root = owner;
    this.holds.begin();
    this.notes.begin(owner);
  }

  /** The function under analysis. */
  get root(): Node | undefined {
    return this.#root;
  }

  /** Counts a step, by the size of the state it carries; `false` when a budget is used up. */
  spend(graph: Graph, state: State): boolean {
    this.steps.spend(1 + (state.env.size >> 4));
    if (!this.steps.areOver) return true;
    if (!this.notes.isQuiet) this.exhausted.add(this.#root ?? graph.owner);
    return false;
  }

  /** Notes that a body runs as part of the current root. */
  enter(graph: Graph): void {
    this.#entered.add(graph);
  }

  /** Whether a variable outlives the current root: it is declared neither in it nor in what it runs. */
  outlivesRoot(root: string, graph: Graph): boolean {
    const owner = this.graphs.ownerOf(root);
    return (owner === undefined || !this.#entered.has(owner)) && this.graphs.isOutside(root, graph);
  }

  /** Runs something on its own account: no notes, and steps that count only for the file. */
  aside<T>(work: () => T): T {
    return this.steps.aside(() => this.notes.quietly(work));
  }

  /** Whether a body is being run right now. */
  isActive(node: Node): boolean {
    return this.#active.has(node);
  }

  /** Runs a body; while it runs, it is not entered again. */
  within<T>(node: Node, work: () => T): T {
    // Whether a function gives a lease may be asked in the middle of its own run.
    if (this.#active.has(node)) return work();
    this.#active.add(node);
    try {
      return work();
    } finally {
      this.#active.delete(node);
    }
  }

  /** Makes room for another lease of the same site: one that is still open becomes the previous one. */
  makeRoom(id: string, state: State): State {
    if (state.statusOf(id) === undefined) return state;
    return state.statusOf(id) === 'live' ? state.rename(id, previousOf(id)) : state.forget(id);
  }

  /** The lease that a generator holds while it waits for its consumer, found by running `probe` once. */
  heldBy(closure: Extract<Value, { k: 'closure' }>, probe: () => void): LeaseSite | undefined {
    const { node } = closure;
    if (this.#held.has(node)) return this.#held.get(node);
    this.#held.set(node, undefined);
    this.notes.quietly(probe);
    return this.#held.get(node);
  }

  noteYield(graph: Graph, state: State): void {
    for (const [id, status] of state.leases) {
      if (status === 'live') this.#held.set(graph.owner, this.sites.of(id));
    }
  }

  /** A lease is used: if it was not taken yet, it is now. */
  take(id: string, state: State): State {
    const isWaiting = state.statusOf(id) === 'idle' && this.sites.of(id)?.isLazy === true;
    return isWaiting ? state.setStatus(id, 'live') : state;
  }

  releaseNow(id: string, state: State): State {
    this.notes.release(id);
    return state.setStatus(id, 'released');
  }

  /** Ends every lease that came from the pool in a place. */
  closePool(place: string, state: State): State {
    let next = state;
    for (const [id, status] of state.leases) {
      if (status === 'live' && this.sites.of(id)?.pool === place) next = this.releaseNow(id, next);
    }
    return next;
  }
}
