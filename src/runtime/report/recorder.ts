import { readClock } from '../clock.ts';
import type { LeakDetector } from '../detector/detector.ts';
import { siteOf } from '../detector/describe.ts';
import { reportChannel } from '../detector/outlet.ts';
import type { Report } from '../detector/report.ts';
import { toShownStatement } from '../detector/wording.ts';
import type { Hold, HoldLedger } from '../holds/hold.ts';
import type { RecordedHold, RecordedReport, Timeline } from './timeline.ts';

/** What a recorder keeps. */
export interface RecorderOptions {
  /** Holds kept; older ones are forgotten first. Default 20,000. */
  readonly holds?: number;
  /** Reports kept. Default 1,000. */
  readonly reports?: number;
}

/** Keeps who held which connection when, for a timeline. */
export class Recorder {
  readonly #detector: LeakDetector;
  readonly #startedAt = readClock();
  readonly #maxHolds: number;
  readonly #maxReports: number;
  readonly #ledgers = new Map<HoldLedger, () => void>();
  #holds: RecordedHold[] = [];
  #reports: RecordedReport[] = [];
  #forgotten = 0;

  constructor(detector: LeakDetector, { holds = 20_000, reports = 1000 }: RecorderOptions = {}) {
    this.#detector = detector;
    this.#maxHolds = holds;
    this.#maxReports = reports;
    reportChannel.subscribe(this.#onReport);
  }

  /** Begins to record the holds of a pool. */
  record(ledger: HoldLedger): void {
    if (this.#ledgers.has(ledger)) return;
    this.#ledgers.set(ledger, ledger.listen({ onClose: hold => this.#keep(hold) }));
  }

  /** Ends recording. What was recorded stays. */
  stop(): void {
    reportChannel.unsubscribe(this.#onReport);
    for (const ending of this.#ledgers.values()) ending();
    this.#ledgers.clear();
  }

  /** Everything recorded until now; holds that are live have no end. */
  timeline(): Timeline {
    const now = readClock();
    const live = [...this.#ledgers.keys()].flatMap(({ live: holds }) =>
      holds.map(hold => this.#toRecord(hold)),
    );
    return {
      from: performance.timeOrigin + this.#startedAt,
      lengthMs: now - this.#startedAt,
      holds: [...this.#holds, ...live].sort((a, b) => a.from - b.from),
      reports: this.#reports,
      forgotten: this.#forgotten,
      leaked: [...this.#ledgers.keys()].reduce((sum, one) => sum + this.#detector.leaked(one), 0),
    };
  }

  #keep(hold: Hold): void {
    this.#holds.push(this.#toRecord(hold));
    // Half is dropped at once, so that dropping does not cost each hold.
    if (this.#holds.length <= this.#maxHolds) return;
    const rest = this.#holds.slice(-Math.ceil(this.#maxHolds / 2));
    this.#forgotten += this.#holds.length - rest.length;
    this.#holds = rest;
  }

  #toRecord(hold: Hold): RecordedHold {
    const { id, poolName: pool, acquiredAt, releasedAt, waitedMs, usage } = hold;
    const text = usage?.lastStatement;
    return {
      id,
      pool,
      site: siteOf(hold),
      from: acquiredAt - this.#startedAt,
      to: releasedAt === undefined ? undefined : releasedAt - this.#startedAt,
      waitedMs,
      busyMs: hold.busyMs(readClock()),
      statements: usage?.statements ?? 0,
      lastStatement: text === undefined ? undefined : toShownStatement(text),
    };
  }

  readonly #onReport = (message: unknown): void => {
    if (this.#reports.length >= this.#maxReports) return;
    // The channel carries reports only.
    const { kind, rule, certainty, message: text, poolName, holdId, foreign } = message as Report;
    const at = readClock() - this.#startedAt;
    const call = foreign && {
      from: foreign.startedAt - this.#startedAt,
      what: `${foreign.method} ${foreign.url}`,
    };
    this.#reports.push({ kind, rule, certainty, text, pool: poolName, hold: holdId, at, call });
  };
}
