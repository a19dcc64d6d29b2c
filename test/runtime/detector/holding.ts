import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { LeakDetector } from '../../../src/runtime/detector/detector.ts';
import { foreignAwaits } from '../../../src/runtime/detector/foreign-awaits.ts';
import type { DetectorOptions } from '../../../src/runtime/detector/options.ts';
import type { Report, ReportKind } from '../../../src/runtime/detector/report.ts';
import { HoldLedger, type Hold } from '../../../src/runtime/holds/hold.ts';

/** A lease as a pool would make it. */
export interface TestLease {
  readonly hold: Hold;
  release(): void;
}

const benches: Bench[] = [];

/** A detector that tells what it reports, and a pool of one line. */
export class Bench {
  readonly reports: Report[] = [];
  readonly #live = new Set<Hold>();
  readonly ledger = new HoldLedger('test', () => [...this.#live]);
  readonly detector: LeakDetector;

  constructor(options: DetectorOptions = {}, seesStatements = true) {
    this.detector = new LeakDetector({
      warn: false,
      foreignAwaits,
      sampling: { every: 1 },
      ...options,
      onReport: report => this.reports.push(report),
    });
    this.detector.observe(this.ledger, { seesStatements });
    benches.push(this);
  }

  acquire(site?: string, above: (...args: never[]) => unknown = this.acquire): TestLease {
    const { ledger } = this;
    const stack = ledger.sample(site, above, performance.now());
    const hold = ledger.open(performance.now(), 0, site, stack);
    this.#live.add(hold);
    const lease = { hold, release: () => this.#close(hold) };
    ledger.announce(hold, lease);
    return lease;
  }

  #close(hold: Hold): void {
    this.#live.delete(hold);
    this.ledger.close(hold, performance.now());
  }

  /** Runs work in a hold as a pool's `use` does. */
  async use<Result>(work: (lease: TestLease) => Promise<Result>): Promise<Result> {
    const lease = this.acquire();
    try {
      return await (this.ledger.runWithin?.(lease.hold, () => work(lease)) ?? work(lease));
    } finally {
      lease.release();
    }
  }

  /** Acquires as a patched pool of another library does: the rest of the caller is in the hold. */
  async enter(): Promise<TestLease> {
    const scope = this.detector.scopes?.enter();
    const lease = this.acquire(undefined, this.enter);
    await Promise.resolve();
    if (scope !== undefined) scope.hold = lease.hold;
    return lease;
  }

  kinds(): readonly ReportKind[] {
    return this.reports.map(({ kind }) => kind);
  }
}

/** Ends all detectors of a test. */
export function stopBenches(): void {
  for (const { detector } of benches.splice(0)) detector.stop();
}

/** Collects garbage and lets finalizers run, several times. */
export async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  // The context has one global that matters here.
  const gc = runInNewContext('gc') as () => void;
  for (let turn = 0; turn < 8; turn++) {
    gc();
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

/** Waits for real time, since finalizers know no other. */
export function pause(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}
