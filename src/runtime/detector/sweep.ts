import { AsyncLocalStorage } from 'node:async_hooks';
import { readClock } from '../clock.ts';
import type { Hold, HoldLedger, Sweeper } from '../holds/hold.ts';
import { idleMsOf } from './describe.ts';
import { Lag } from './lag.ts';
import type { Settled } from './options.ts';
import type { Sampling } from './sampling.ts';

/** What the detector may know of a pool besides its holds. */
export interface ObservedPool {
  /** Whether each statement on a connection is noted. Without, only the age of a hold speaks. Default true. */
  readonly seesStatements?: boolean;
  /** Takes a connection back from whoever holds it. */
  readonly reclaim?: (hold: Hold) => void;
}

/** A pool whose holds are looked at. */
export interface Observed {
  readonly ledger: HoldLedger;
  readonly pool: ObservedPool;
  readonly sampling: Sampling;
}

/** What a sweep finds. */
export interface SweepListener {
  /** Nothing has run on a connection for so long; `isSeen` says whether anybody could have seen it. Told at each sweep. */
  onIdle(hold: Hold, observed: Observed, idleMs: number, isSeen: boolean): void;
  onLost(hold: Hold, observed: Observed): void;
}

/** A stack is formatted after so long: most holds are shorter and never pay for it. */
const formatAfterMs = 100;

/** Timers must not keep the async context of the acquire that happened to start them. */
const runOutside = AsyncLocalStorage.snapshot();

/** Looks at the live holds of all pools at regular times, as long as there are any. */
export class Sweep implements Sweeper {
  readonly #settled: Settled;
  readonly #lag: Lag;
  readonly #all: ReadonlyMap<HoldLedger, Observed>;
  readonly #listener: SweepListener;
  readonly #leases: FinalizationRegistry<{ readonly hold: Hold; readonly observed: Observed }>;
  #timer: NodeJS.Timeout | undefined = undefined;

  constructor(settled: Settled, all: ReadonlyMap<HoldLedger, Observed>, listener: SweepListener) {
    this.#settled = settled;
    this.#lag = new Lag(settled.sweepMs);
    this.#all = all;
    this.#listener = listener;
    this.#leases = new FinalizationRegistry(({ hold, observed }) => {
      if (hold.releasedAt !== undefined || !all.has(observed.ledger)) return;
      listener.onLost(hold, observed);
      if (settled.reclaimAfterMs < Infinity) observed.pool.reclaim?.(hold);
    });
  }

  /** Whether sweeps are due. */
  get isRunning(): boolean {
    return this.#timer !== undefined;
  }

  /** Begins to sweep; it ends by itself when nothing is held. */
  start(): void {
    if (this.#timer !== undefined) return;
    this.#lag.start(readClock());
    this.#timer = runOutside(() => setInterval(() => this.#tick(), this.#settled.sweepMs).unref());
  }

  /** Ends sweeping. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** The running time between two moments, without pauses of the event loop. */
  readonly clock = (from: number, now: number): number => this.#lag.runningMs(from, now);

  #tick(): void {
    const now = readClock();
    this.#lag.note(now);
    let live = 0;
    for (const observed of this.#all.values()) {
      for (const hold of observed.ledger.live) {
        live += 1;
        this.#prepare(hold, observed, now);
        if (hold.releasedAt === undefined) this.#judge(hold, observed, now);
      }
    }
    if (live === 0) this.stop();
  }

  /** Makes the lease of a hold collectable, and its collection known. */
  #prepare(hold: Hold, observed: Observed, now: number): void {
    if (hold.young !== undefined) {
      if (this.#settled.garbage) this.#leases.register(hold.young, { hold, observed });
      hold.young = undefined;
    }
    // An unformatted stack keeps the receivers of its frames alive, and they may keep the lease.
    if (hold.stack !== undefined && !Object.isFrozen(hold.stack)) {
      if (now - hold.acquiredAt < formatAfterMs) return;
      hold.stack = Object.freeze({ stack: String(hold.stack.stack) });
    }
  }

  #judge(hold: Hold, observed: Observed, now: number): void {
    const { idleMs, heldMs, reclaimAfterMs } = this.#settled;
    const isSeen = hold.usage !== undefined || observed.pool.seesStatements !== false;
    const wasIdleMs = idleMsOf(hold, now, this.clock);
    const overMs = wasIdleMs - (isSeen ? idleMs : heldMs);
    if (overMs < 0) return;
    this.#listener.onIdle(hold, observed, wasIdleMs, isSeen);
    // Whoever heard of it may have given it back.
    if (overMs >= reclaimAfterMs && hold.releasedAt === undefined) observed.pool.reclaim?.(hold);
  }
}
