import { readClock } from '../clock.ts';
import type { Hold, HoldLedger } from '../holds/hold.ts';
import { holdersOf, reportOn, type Said } from './describe.ts';
import type { ForeignAwaits } from './foreign-awaits.ts';
import { settle, type DetectorOptions } from './options.ts';
import { Outlet } from './outlet.ts';
import type { Holder, Report } from './report.ts';
import { idleHoldOf, longHoldOf, lostLeaseOf, returnedOf } from './said.ts';
import { Sampling } from './sampling.ts';
import type { Scopes } from './scopes.ts';
import { Sweep, type Observed, type ObservedPool } from './sweep.ts';

/**
 * Finds connections that are not given back, and awaits of other work while one is held.
 *
 * One sweep looks at the live holds of all pools; it runs only while there are any, and keeps no process
 * alive. An acquire pays for little more than the question whether the sweep runs.
 */
export class LeakDetector {
  readonly #options: DetectorOptions;
  readonly #outlet: Outlet;
  readonly #sweep: Sweep;
  readonly #foreign: ForeignAwaits | undefined;
  readonly #observed = new Map<HoldLedger, Observed>();
  readonly #suspected = new Map<Hold, Observed>();

  constructor(options: DetectorOptions = {}) {
    this.#options = options;
    this.#outlet = new Outlet(options);
    this.#sweep = new Sweep(settle(options), this.#observed, {
      onIdle: (hold, observed, idleMs, isSeen) => {
        if (this.#suspected.has(hold)) return;
        const said = isSeen
          ? idleHoldOf(hold, idleMs, this.#foreign?.callIn(hold))
          : longHoldOf(hold, idleMs);
        this.#suspect(hold, observed, said);
      },
      onLost: (hold, observed) => this.#suspect(hold, observed, lostLeaseOf(hold)),
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
    ledger.sweeps = [...ledger.sweeps, this.#sweep];
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

  /** Its end is listened to from now on; a hold that nobody suspects pays for no listener. */
  #suspect(hold: Hold, observed: Observed, said: Said): void {
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
    this.report(hold, said);
  }

  #forget(ledger: HoldLedger): void {
    const observed = this.#observed.get(ledger);
    if (observed === undefined) return;
    this.#observed.delete(ledger);
    ledger.sampler = undefined;
    ledger.sweeps = ledger.sweeps.filter(sweep => sweep !== this.#sweep);
    ledger.runWithin = undefined;
    for (const [hold, { ledger: other }] of this.#suspected) {
      if (other === ledger) this.#suspected.delete(hold);
    }
    if (this.#observed.size > 0) return;
    this.#foreign?.stop();
    this.#sweep.stop();
  }
}
