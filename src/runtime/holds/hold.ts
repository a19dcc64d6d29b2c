import { Histogram } from './histogram.ts';
import { captureStack, type CapturedStack } from './stack.ts';

export type { CapturedStack };

/** What ran on a connection during one hold. */
export interface Usage {
  statements: number;
  /** Statements that have not settled yet. */
  running: number;
  /** When the first of them began; meaningful only while `running` is above zero. */
  busySince: number;
  /** Time with at least one statement running, without what runs now. */
  busyMs: number;
  lastUsedAt: number;
  lastStatement: string | undefined;
}

/**
 * One hold: a connection in somebody's hands, from acquire until release.
 *
 * Times are `performance.now()`. A hold never points at its lease, so a lease that nobody keeps can be
 * collected while the ledger still knows the hold.
 */
export class Hold {
  readonly id: number;
  readonly poolName: string;
  readonly acquiredAt: number;
  readonly waitedMs: number;
  /** The call site as a constant that a codemod or the caller passed, `file:line`. */
  readonly site: string | undefined;
  stack: CapturedStack | undefined;
  usage: Usage | undefined = undefined;
  /** The lease of a young hold. A sweep watches it and lets go: kept longer, it could not be collected. */
  young: object | undefined = undefined;
  releasedAt: number | undefined = undefined;
  /** Its place among the ledger's live holds. Only the ledger changes it. */
  index: number;

  constructor(
    id: number,
    poolName: string,
    acquiredAt: number,
    waitedMs: number,
    site: string | undefined,
    stack: CapturedStack | undefined,
    index: number,
  ) {
    this.id = id;
    this.poolName = poolName;
    this.acquiredAt = acquiredAt;
    this.waitedMs = waitedMs;
    this.site = site;
    this.stack = stack;
    this.index = index;
  }

  /** Notes that statements on this connection are noted: until the first one, it stands idle. */
  see(now: number): Usage {
    return (this.usage ??= {
      statements: 0,
      running: 0,
      busySince: now,
      busyMs: 0,
      lastUsedAt: now,
      lastStatement: undefined,
    });
  }

  /** Notes that a statement begins. */
  begin(now: number, statement: string | undefined): void {
    const usage = this.see(now);
    if (usage.running === 0) usage.busySince = now;
    usage.running += 1;
    usage.statements += 1;
    usage.lastUsedAt = now;
    usage.lastStatement = statement;
  }

  /** Notes that a statement settled. */
  end(now: number): void {
    const { usage } = this;
    if (usage === undefined || usage.running === 0) return;
    usage.running -= 1;
    usage.lastUsedAt = now;
    if (usage.running === 0) usage.busyMs += now - usage.busySince;
  }

  /** How long the connection has been held. */
  heldMs(now: number): number {
    return (this.releasedAt ?? now) - this.acquiredAt;
  }

  /** How long at least one statement was running on it. */
  busyMs(now: number): number {
    const { usage } = this;
    if (usage === undefined) return 0;
    return usage.busyMs + (usage.running > 0 ? (this.releasedAt ?? now) - usage.busySince : 0);
  }
}

/** Hears of holds as they begin and end. */
export interface HoldListener {
  /** `lease` is the object in the caller's hands; keeping it would hide that nobody else does. */
  onOpen?(hold: Hold, lease: object | undefined): void;
  onClose?(hold: Hold): void;
}

/**
 * All live holds of one pool, and how long waits and holds took.
 *
 * Opening and closing take constant time and allocate the record alone.
 */
export class HoldLedger {
  readonly poolName: string;
  readonly waits = new Histogram();
  readonly uses = new Histogram();
  /** How many frames an acquire captures of its stack; without a sampler none are. */
  sampler: ((site: string | undefined) => number) | undefined = undefined;
  /** Runs what a scoped hold runs, so that awaits inside can be told to be its own. */
  runWithin: (<Result>(hold: Hold, work: () => Result) => Result) | undefined = undefined;
  readonly #live: Hold[] = [];
  #listeners: readonly HoldListener[] = [];
  #lastId = 0;

  constructor(poolName: string) {
    this.poolName = poolName;
  }

  /** How many holds are live. */
  get size(): number {
    return this.#live.length;
  }

  /** The live holds, in no order. Not a copy: it changes with the next open or close. */
  get live(): readonly Hold[] {
    return this.#live;
  }

  /** Captures the stack of an acquire if its turn has come; `above` and what it calls are left out. */
  sample(
    site: string | undefined,
    above: (...args: never[]) => unknown,
  ): CapturedStack | undefined {
    const frames = this.sampler?.(site) ?? 0;
    return frames === 0 ? undefined : captureStack(above, frames);
  }

  /** Begins a hold. */
  open(
    now: number,
    waitedMs: number,
    site: string | undefined,
    stack: CapturedStack | undefined,
  ): Hold {
    this.#lastId += 1;
    const live = this.#live;
    const hold = new Hold(this.#lastId, this.poolName, now, waitedMs, site, stack, live.length);
    live.push(hold);
    this.waits.record(waitedMs);
    return hold;
  }

  /** Tells the listeners about a hold, once its lease is made. */
  announce(hold: Hold, lease: object | undefined): void {
    const listeners = this.#listeners;
    if (listeners.length > 0) for (const listener of listeners) listener.onOpen?.(hold, lease);
  }

  /** Ends a hold; false when it has ended before. */
  close(hold: Hold, now: number): boolean {
    if (hold.releasedAt !== undefined) return false;
    hold.releasedAt = now;
    const live = this.#live;
    const last = live.pop();
    if (last !== undefined && last !== hold) {
      live[hold.index] = last;
      last.index = hold.index;
    }
    this.uses.record(now - hold.acquiredAt);
    const listeners = this.#listeners;
    if (listeners.length > 0) for (const listener of listeners) listener.onClose?.(hold);
    return true;
  }

  /** Adds a listener; the result takes it away again. */
  listen(listener: HoldListener): () => void {
    this.#listeners = [...this.#listeners, listener];
    return () => {
      this.#listeners = this.#listeners.filter(other => other !== listener);
    };
  }
}
