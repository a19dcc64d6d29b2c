import { Histogram } from './histogram.ts';
import { Hold } from './record.ts';
import { captureStack, type CapturedStack } from './stack.ts';

export type { CapturedStack };
export { Hold } from './record.ts';

/** Hears of holds as they begin and end. */
export interface HoldListener {
  /** `lease` is the object in the caller's hands; keeping it would hide that nobody else does. */
  onOpen?(hold: Hold, lease: object | undefined): void;
  onClose?(hold: Hold): void;
  /** An acquire ended with no connection, after so long. */
  onFail?(waitedMs: number): void;
  /** A connection was made. */
  onConnect?(tookMs: number): void;
}

/** Decides how many frames of its stack an acquire captures. */
export interface Sampler {
  /** Until then none are, where no call site is known: all that most acquires ask. */
  readonly restsUntil: number;
  framesFor(site: string | undefined, now: number): number;
}

/** Looks at live holds, and begins anew when the first of them comes. */
export interface Sweeper {
  readonly isRunning: boolean;
  start(): void;
}

/**
 * All live holds of one pool, and how long waits and holds took.
 *
 * Opening and closing take constant time and allocate the record alone.
 */
export class HoldLedger {
  readonly poolName: string;
  /** Of acquires that failed, too: during an outage they are the ones that tell. */
  readonly waits = new Histogram();
  readonly uses = new Histogram();
  readonly connects = new Histogram();
  /** Time in which statements ran, of the holds that ended. */
  busyMs = 0;
  /** Decides which acquires capture their stack; without one none do. */
  sampler: Sampler | undefined = undefined;
  /** What looks at the holds from time to time, while there are any. */
  sweeps: readonly Sweeper[] = [];
  /** Runs what a scoped hold runs, so that awaits inside can be told to be its own. */
  runWithin: (<Result>(hold: Hold, work: () => Result) => Result) | undefined = undefined;
  /** How many holds began. */
  opened = 0;
  readonly #live: () => readonly Hold[];
  #listeners: readonly HoldListener[] = [];

  /** Whoever keeps the connections knows their holds, so the ledger asks for them: a list of its own would cost each acquire. */
  constructor(poolName: string, live: () => readonly Hold[]) {
    this.poolName = poolName;
    this.#live = live;
  }

  /** How many holds are live. */
  get size(): number {
    return this.live.length;
  }

  /** The live holds, as a copy, in no order. */
  get live(): readonly Hold[] {
    return this.#live();
  }

  /** Captures the stack of an acquire if its turn has come; `above` and what it calls are left out. */
  sample(
    site: string | undefined,
    above: (...args: never[]) => unknown,
    now: number,
  ): CapturedStack | undefined {
    const { sampler } = this;
    if (sampler === undefined || (site === undefined && now < sampler.restsUntil)) return undefined;
    const frames = sampler.framesFor(site, now);
    return frames === 0 ? undefined : captureStack(above, frames);
  }

  /** Begins a hold. */
  open(
    now: number,
    waitedMs: number,
    site: string | undefined,
    stack: CapturedStack | undefined,
  ): Hold {
    this.opened += 1;
    this.waits.record(waitedMs);
    return new Hold(this.opened, this.poolName, now, waitedMs, site, stack);
  }

  /** Tells of a hold, once its lease is made. */
  announce(hold: Hold, lease: object | undefined): void {
    for (const sweep of this.sweeps) {
      hold.young = lease;
      if (!sweep.isRunning) sweep.start();
    }
    // Each acquire and each release comes by: a loop over nobody would be felt.
    if (this.#listeners.length === 0) return;
    for (const listener of this.#listeners) listener.onOpen?.(hold, lease);
  }

  /** Ends a hold; false when it has ended before. */
  close(hold: Hold, now: number): boolean {
    if (hold.releasedAt !== undefined) return false;
    hold.releasedAt = now;
    hold.young = undefined;
    this.uses.record(now - hold.acquiredAt);
    if (hold.usage !== undefined) this.busyMs += hold.busyMs(now);
    if (this.#listeners.length === 0) return true;
    for (const listener of this.#listeners) listener.onClose?.(hold);
    return true;
  }

  /** Counts an acquire that ended with no connection. */
  fail(waitedMs: number): void {
    this.waits.record(waitedMs);
    for (const listener of this.#listeners) listener.onFail?.(waitedMs);
  }

  /** Counts a connection that was made. */
  connected(tookMs: number): void {
    this.connects.record(tookMs);
    for (const listener of this.#listeners) listener.onConnect?.(tookMs);
  }

  /** Adds a listener; the result takes it away again. */
  listen(listener: HoldListener): () => void {
    this.#listeners = [...this.#listeners, listener];
    return () => {
      this.#listeners = this.#listeners.filter(other => other !== listener);
    };
  }
}
