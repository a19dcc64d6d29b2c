import { LeakDetector } from '../../../src/runtime/detector/detector.ts';
import { foreignAwaits } from '../../../src/runtime/detector/foreign-awaits.ts';
import type { DetectorOptions } from '../../../src/runtime/detector/options.ts';
import type { Report, ReportKind } from '../../../src/runtime/detector/report.ts';
import { watch } from '../../../src/runtime/watch/watch.ts';
import type { Watch, WatchedPool } from '../../../src/runtime/watch/watched.ts';

/** A watched pool with everything that is reported about it. */
export interface Watching {
  readonly reports: readonly Report[];
  readonly detector: LeakDetector;
  readonly watch: Watch;
  readonly pool: WatchedPool;
  /** Kinds of what is more than a suspicion, in order. */
  proven(): readonly ReportKind[];
}

/** Watches a pool with a detector of its own, all stacks captured. */
export function watching(pool: object, options: DetectorOptions = {}): Watching {
  const reports: Report[] = [];
  const detector = new LeakDetector({
    warn: false,
    foreignAwaits,
    sampling: { every: 1 },
    idleMs: 300,
    heldMs: 600,
    sweepMs: 50,
    ...options,
    onReport: report => reports.push(report),
  });
  const made = watch(pool, { detector, name: 'tested' });
  const [first] = made.pools;
  if (first === undefined) throw new Error('Nothing is watched.');
  const proven = () =>
    reports.filter(({ certainty }) => certainty === 'proof').map(({ kind }) => kind);
  return { reports, detector, watch: made, pool: first, proven };
}
