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
  /** Whether the hold is new to the listener's list of suspects. */
  isSuspected(hold: Hold): boolean;
  onSuspicion(hold: Hold, observed: Observed): void;
  onLost(hold: Hold, observed: Observed): void;
  onOverdue(hold: Hold, observed: Observed): void;
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
      if (hold.releasedAt === undefined) listener.onLost(hold, observed);
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
        if (this.#overMs(hold, observed, now) >= 0) this.#judge(hold, observed, now);
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

  /** For how long the hold has been suspicious; negative when it is not. */
  #overMs(hold: Hold, { pool }: Observed, now: number): number {
    const { idleMs, heldMs } = this.#settled;
    return isUnseen(hold, pool)
      ? this.clock(hold.acquiredAt, now) - heldMs
      : idleMsOf(hold, now, this.clock) - idleMs;
  }

  #judge(hold: Hold, observed: Observed, now: number): void {
    if (hold.releasedAt !== undefined) return;
    if (!this.#listener.isSuspected(hold)) this.#listener.onSuspicion(hold, observed);
    const { reclaimAfterMs } = this.#settled;
    if (reclaimAfterMs === undefined || hold.releasedAt !== undefined) return;
    if (this.#overMs(hold, observed, now) >= reclaimAfterMs) {
      this.#listener.onOverdue(hold, observed);
    }
  }
}

/** Whether nobody can tell a connection that works from one that is forgotten. */
export function isUnseen({ usage }: Hold, { seesStatements }: ObservedPool): boolean {
  return usage === undefined && seesStatements === false;
}
