import { readClock } from '../clock.ts';
import type { Hold } from '../holds/hold.ts';
import type { Said } from './describe.ts';
import { ForeignCalls } from './foreign-calls.ts';
import type { ForeignCall } from './report.ts';
import { foreignAwaitOf } from './said.ts';
import { Scopes } from './scopes.ts';

/** What tells a detector of awaits inside holds that do not wait for the connection. */
export interface ForeignAwaits {
  /** Which holds the running code is in. */
  readonly scopes: Scopes;
  /** The last foreign call that began inside a hold. It may be one that nobody waits for. */
  callIn(hold: Hold): ForeignCall | undefined;
  /** Begins to listen. */
  start(): void;
  /** Stops listening. */
  stop(): void;
}

/** Reports something about a hold. */
export type ReportOnHold = (hold: Hold, said: Said) => void;

/**
 * Finds HTTP calls that a held connection waits for: `new LeakDetector({ foreignAwaits })`.
 *
 * Passed as a value, so that a program without it carries none of its code and no async context.
 */
export function foreignAwaits(report: ReportOnHold): ForeignAwaits {
  const scopes = new Scopes();
  const last = new WeakMap<Hold, ForeignCall>();
  const calls = new ForeignCalls(scopes, {
    onCall: (hold, call) => void last.set(hold, call),
    onAwait: found => report(found.hold, foreignAwaitOf(found, readClock())),
  });
  return {
    scopes,
    callIn: hold => last.get(hold),
    start: () => calls.start(),
    stop: () => calls.stop(),
  };
}
