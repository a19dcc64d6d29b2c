import type { CallSite } from './call-site.ts';

/** What a report is about. */
export type ReportKind =
  | 'idle-hold'
  | 'lost-lease'
  | 'returned-late'
  | 'foreign-await'
  | 'nested-acquire'
  | 'double-release'
  | 'acquire-failed'
  | 'oversized-pool';

/** One thing that went wrong with a pool or one of its connections. */
export interface Report {
  readonly kind: ReportKind;
  /** The rule that finds the same mistake without running the program; `undefined` for what no rule can see. */
  readonly rule: string | undefined;
  /** What was seen for certain, what only time speaks for, or that an earlier suspicion was wrong. */
  readonly certainty: 'proof' | 'suspicion' | 'withdrawn';
  /** One sentence, with the call site if one is known. */
  readonly message: string;
  readonly poolName: string;
  /** Of the hold; `undefined` where the report is about the pool. */
  readonly holdId: number | undefined;
  /** The place in the user's code that acquired, or made the pool. */
  readonly at: CallSite | undefined;
  /** `file:line` of `at`, or the constant that the acquire was given. */
  readonly site: string | undefined;
  readonly stack: string | undefined;
  readonly heldMs: number;
  /** How long no statement has run on it. */
  readonly idleMs: number;
  readonly busyMs: number;
  readonly statements: number;
  readonly lastStatement: string | undefined;
  /** What was waited for while the connection was held. */
  readonly foreign: ForeignCall | undefined;
  /** Who else holds connections of the pool, for a failed acquire. */
  readonly holders: readonly Holder[];
}

/** Work that is none of the connection's, begun while it was held. */
export interface ForeignCall {
  /** The diagnostics channel that told of it. */
  readonly channel: string;
  readonly method: string;
  /** Without user, query string and fragment. */
  readonly url: string;
  readonly startedAt: number;
  /** The place in the user's code that began it, where one is known. */
  readonly at: CallSite | undefined;
}

/** A live hold, as a dump of holders lists it. */
export interface Holder {
  readonly holdId: number;
  readonly site: string | undefined;
  readonly heldMs: number;
  readonly idleMs: number;
  readonly statements: number;
  readonly lastStatement: string | undefined;
}
