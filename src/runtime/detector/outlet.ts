import { channel } from 'node:diagnostics_channel';
import { codeOf } from './describe.ts';
import type { Report, ReportKind } from './report.ts';

/** The diagnostics channel that carries each report. */
export const reportChannel = channel('eslint-plugin-pool:report');

/** Where reports go besides the diagnostics channel. */
export interface OutletOptions {
  /** Hears of each report. What it throws becomes a warning of the process. */
  readonly onReport?: ((report: Report) => unknown) | undefined;
  /** Whether reports become warnings of the process, once for each call site and kind. Default true. */
  readonly warn?: boolean | undefined;
}

/** Suspicions of these kinds rest on time alone, and are worth a line in a log all the same. */
const warnedOnSuspicion: ReadonlySet<ReportKind> = new Set(['idle-hold', 'oversized-pool']);

/** A call site that reports for ever must not fill the memory. */
const warningsKept = 1000;

/** Hands reports out: to the diagnostics channel, to a callback, and as warnings of the process. */
export class Outlet {
  readonly #onReport: ((report: Report) => unknown) | undefined;
  readonly #warns: boolean;
  readonly #warned = new Set<string>();

  constructor({ onReport, warn = true }: OutletOptions) {
    this.#onReport = onReport;
    this.#warns = warn;
  }

  /** Hands one report out. Never throws. */
  send(report: Report): void {
    if (reportChannel.hasSubscribers) reportChannel.publish(report);
    if (this.#onReport !== undefined) callSafely(this.#onReport, report);
    if (this.#warns) this.#warn(report);
  }

  #warn(report: Report): void {
    if (report.certainty === 'suspicion' && !warnedOnSuspicion.has(report.kind)) return;
    const key = `${report.kind} ${report.poolName} ${report.site ?? ''}`;
    if (this.#warned.has(key) || this.#warned.size >= warningsKept) return;
    this.#warned.add(key);
    const rule = report.rule === undefined ? '' : ` (${report.rule})`;
    process.emitWarning(`${report.message}${rule}`, {
      type: 'PoolWarning',
      code: codeOf(report.kind),
      ...(report.stack === undefined ? {} : { detail: report.stack }),
    });
  }
}

function callSafely(callback: (report: Report) => unknown, report: Report): void {
  try {
    const result = callback(report);
    if (result instanceof Promise) result.catch(warnOfCallback);
  } catch (error) {
    warnOfCallback(error);
  }
}

function warnOfCallback(error: unknown): void {
  process.emitWarning(`The callback for reports threw: ${String(error)}`, {
    type: 'PoolWarning',
    code: 'POOL_CALLBACK_THREW',
  });
}
