import { readClock } from '../clock.ts';
import type { Hold, HoldLedger } from '../holds/hold.ts';
import { holdersOf, idleMsOf, reportOn, type Said } from './describe.ts';
import type { ForeignAwaits } from './foreign-awaits.ts';
import { settle, type DetectorOptions, type Settled } from './options.ts';
import { Outlet } from './outlet.ts';
import type { Holder, Report } from './report.ts';
import { idleHoldOf, longHoldOf, lostLeaseOf, returnedOf } from './said.ts';
import { Sampling } from './sampling.ts';
import type { Scopes } from './scopes.ts';
import { isUnseen, Sweep, type Observed, type ObservedPool } from './sweep.ts';

/**
 * Finds connections that are not given back, and awaits of other work while one is held.
 *
 * One sweep looks at the live holds of all pools; it runs only while there are any, and keeps no process
 * alive. An acquire pays for little more than the question whether the sweep runs.
 */
export class LeakDetector {
  readonly #options: DetectorOptions;
  readonly #settled: Settled;
  readonly #outlet: Outlet;
  readonly #sweep: Sweep;
  readonly #foreign: ForeignAwaits | undefined;
  readonly #observed = new Map<HoldLedger, Observed>();
  readonly #suspected = new Map<Hold, Observed>();

  constructor(options: DetectorOptions = {}) {
    this.#options = options;
    this.#settled = settle(options);
    this.#outlet = new Outlet(options);
    this.#sweep = new Sweep(this.#settled, this.#observed, {
      isSuspected: hold => this.#suspected.has(hold),
      onSuspicion: (hold, observed) => this.#suspect(hold, observed),
      onLost: (hold, observed) => this.#lose(hold, observed),
      onOverdue: (hold, { pool }) => pool.reclaim?.(hold),
    });
    this.#foreign = options.foreignAwaits?.((hold, said) => this.report(hold, said));
  }

  /** Which holds the running code is in; `undefined` when foreign awaits are not looked for. */
  get scopes(): Scopes | undefined {
    return this.#foreign?.scopes;
  }

  /** Begins to look at the holds of a pool; the result ends it. A second call for the same pool does nothing. */
  observe(ledger: HoldLedger, pool: ObservedPool = {}): () => void {
    if (this.#observed.has(ledger)) return () => this.#forget(ledger);
    const sampling = new Sampling(this.#options.sampling);
    if (this.#observed.size === 0) this.#foreign?.start();
    ledger.sampler = sampling;
    ledger.sweep = this.#sweep;
    const { scopes } = this;
    if (scopes !== undefined) ledger.runWithin = (hold, work) => scopes.run(hold, work);
    this.#observed.set(ledger, { ledger, pool, sampling });
    return () => this.#forget(ledger);
  }

  /** Ends looking at all pools. */
  stop(): void {
    for (const ledger of [...this.#observed.keys()]) this.#forget(ledger);
  }

  /** All live holds of the pools it looks at. */
  live(): readonly Hold[] {
    return [...this.#observed.keys()].flatMap(ledger => [...ledger.live]);
  }

  /** Live holds of one pool as a dump lists them, the longest idle one first. */
  holders(ledger: HoldLedger): readonly Holder[] {
    return holdersOf(ledger.live, readClock(), this.#sweep.clock);
  }

  /** How many live holds of a pool are reported as leaked. */
  leaked(ledger: HoldLedger): number {
    return [...this.#suspected.values()].filter(one => one.ledger === ledger).length;
  }

  /** Reports something about a hold. */
  report(hold: Hold, said: Said): void {
    this.send(reportOn(hold, said, readClock(), this.#sweep.clock));
  }

  /** Hands a report out as it is. */
  send(report: Report): void {
    this.#outlet.send(report);
  }

  #suspect(hold: Hold, observed: Observed): void {
    this.#note(hold, observed);
    const now = readClock();
    const { clock } = this.#sweep;
    const said = isUnseen(hold, observed.pool)
      ? longHoldOf(hold, clock(hold.acquiredAt, now))
      : idleHoldOf(hold, idleMsOf(hold, now, clock), this.#foreign?.callIn(hold));
    this.report(hold, said);
  }

  #lose(hold: Hold, observed: Observed): void {
    if (!this.#observed.has(observed.ledger)) return;
    this.#note(hold, observed);
    this.report(hold, lostLeaseOf(hold));
    if (this.#settled.reclaimAfterMs !== undefined) observed.pool.reclaim?.(hold);
  }

  /** Notes that a hold is suspected. Its end is listened to from now on: a hold that nobody suspects pays for no listener. */
  #note(hold: Hold, observed: Observed): void {
    this.#suspected.set(hold, observed);
    observed.sampling.suspect(hold.site);
    const stopListening = observed.ledger.listen({
      onClose: closed => {
        if (closed !== hold) return;
        stopListening();
        if (this.#suspected.delete(hold)) {
          this.report(hold, returnedOf(hold, hold.heldMs(readClock())));
        }
      },
    });
  }

  #forget(ledger: HoldLedger): void {
    const observed = this.#observed.get(ledger);
    if (observed === undefined) return;
    this.#observed.delete(ledger);
    ledger.sampler = undefined;
    ledger.sweep = undefined;
    ledger.runWithin = undefined;
    for (const [hold, { ledger: other }] of this.#suspected) {
      if (other === ledger) this.#suspected.delete(hold);
    }
    if (this.#observed.size > 0) return;
    this.#foreign?.stop();
    this.#sweep.stop();
  }
}
