import type { Evidence } from '../evidence/shape.ts';
import type { Usage } from '../evidence/usage.ts';
import type { Span } from '../span.ts';
import type { FunctionSummary } from './summary/summary.ts';
import type { Batch, LateUse, SoleStatement } from './use-facts.ts';
import type { Handling } from './handling-facts.ts';
import type { Hold } from './hold-facts.ts';
import type { DeafLease, PoolEnd, PoolFact, RemadePool, SessionUse } from './pool-facts.ts';

/** What is true of one file. Plain values: they print, compare and cross process borders. */
export interface Facts {
  readonly file: string;
  readonly leases: readonly Lease[];
  /** What is done while connections are held, in the order of the file. */
  readonly holds: readonly Hold[];
  /** Transactions that are open when their connection goes back, in the order of the file. */
  readonly openTransactions: readonly OpenTransaction[];
  /** Ends of transactions that are read and not called, in the order of the file. */
  readonly uncalledEnds: readonly UncalledEnd[];
  /** Tests that let a transaction be ended only where there is none, in the order of the file. */
  readonly invertedGuards: readonly InvertedGuard[];
  /** Statements for their session's sake that go through a pool, in the order of the file. */
  readonly poolStatements: readonly PoolStatement[];
  /** The pools that are made here, in the order of the file. */
  readonly pools: readonly PoolFact[];
  /** Calls of functions of other files that make a pool each time, in the order of the file. */
  readonly remadePools: readonly RemadePool[];
  /** Pools that are closed while others use them, in the order of the file. */
  readonly poolEnds: readonly PoolEnd[];
  /** Connections that are lent and to whose errors nobody listens, those that are kept first. */
  readonly deafLeases: readonly DeafLease[];
  /** What would not work behind a pooler that shares sessions, in the order of the file. */
  readonly sessionUses: readonly SessionUse[];
  /** What is done with connections that were given back, in the order of the file. */
  readonly lateUses: readonly LateUse[];
  /** Statements that run on one connection at the same time, in the order of the file. */
  readonly batches: readonly Batch[];
  /** What the analysis could not finish, in words: budget reached, internal error. */
  readonly notes: readonly Note[];
}

/** One acquire, and what becomes of it. */
export interface Lease {
  /** The variable that holds it first; `undefined` when nothing does. */
  readonly name: string | undefined;
  /** The npm package it comes from: `pg`. */
  readonly package: string;
  /** The declared name of its type: `PoolClient`. */
  readonly type: string;
  /** What was called, as written: `pool.connect()`. */
  readonly call: string;
  /** The call that acquires. */
  readonly acquire: Span;
  readonly line: number;
  /** A connection outside any pool. */
  readonly standalone: boolean;
  readonly evidence: Evidence;
  /** What was seen, where the evidence is use alone; then `package` may be one of several. */
  readonly usage?: Usage;
  /** Whether some path releases it. */
  readonly isEverReleased: boolean;
  /** Whether some path gives it to the caller. */
  readonly isGivenAway: boolean;
  /** Whether a callback received it, where no `finally` can help. */
  readonly isInCallback: boolean;
  /** The call that gives it back, as a user would write it: `client.release()`. */
  readonly giveBack: string;
  readonly handling: Handling;
  /** The one statement it is acquired for, when the pool could have run it itself. */
  readonly sole?: SoleStatement;
  /** The ways out that leave it open, surest and earliest first. */
  readonly openExits: readonly OpenExit[];
  /** The functions that gave the lease, were passed it, or got called back with it; where they were asked for. */
  readonly functions?: readonly FunctionSummary[];
}

/** A transaction that is open on some path when its connection goes back to the pool. */
export interface OpenTransaction {
  /** The variable that holds the connection. */
  readonly name: string | undefined;
  readonly package: string;
  readonly evidence: Evidence;
  readonly usage?: Usage;
  /** The call that begins it, or leads there. */
  readonly begin: Place;
  readonly line: number;
  /** What gives the connection back. */
  readonly givenBack: Place;
  /** Giving it back commits what was done up to there. */
  readonly commits: boolean;
  /** Whether some path ends the transaction. */
  readonly isEverEnded: boolean;
  /** The step whose exception opened this path. */
  readonly cause?: Place;
  /** The statement that leaves, on a path without exceptions. */
  readonly leave?: Place;
  readonly tier: Tier;
}

/** `await transaction.rollback`: a method that would end a transaction, and is not called. */
export interface UncalledEnd extends Place {
  readonly package: string;
  readonly evidence: Evidence;
  readonly usage?: Usage;
  /** What began the transaction. */
  readonly begin: Place;
}

/** `if (!runner.isTransactionActive) await runner.rollbackTransaction()`: the test is the wrong way round. */
export interface InvertedGuard extends Place {
  readonly package: string;
  readonly evidence: Evidence;
  readonly usage?: Usage;
  /** The end that it guards. */
  readonly end: Place;
  /** That runs while no transaction is open, or once the transaction has ended. */
  readonly runs: 'without' | 'after';
}

/** A statement that is for its session, sent through a pool: whichever connection is free runs it. */
export interface PoolStatement extends Place {
  readonly package: string;
  readonly evidence: Evidence;
  /** What it does: `begins a transaction`. */
  readonly words: string;
  /** The call that sends it, where a function of the user's own does. */
  readonly sentBy?: Place;
  /** The first statement that was meant to run in the transaction it begins. */
  readonly next?: Place;
}

/** A place in some file of the project. */
export interface Place {
  /** As written. */
  readonly text: string;
  readonly at: Span;
  readonly line: number;
  readonly file: string;
}

/** How sure an open exit is; see `docs/design.md`. */
export type Tier = 'sure' | 'likely' | 'possible';

/** A way out of the function that leaves a lease open. */
export interface OpenExit {
  /**
   * `return`, `throw` and `end` leave the function; `yield` waits for a consumer that may never come
   * back; `continue` and `again` come round to the same
   * acquire; `overwrite` loses the last variable that held it; `discard` never had one; `race` keeps
   * it in a field that another call may fill at the same time, `refill` in one that an earlier call
   * filled, `forgotten` in one that nobody releases.
   */
  readonly kind:
    | 'return'
    | 'throw'
    | 'end'
    | 'continue'
    | 'again'
    | 'overwrite'
    | 'discard'
    | 'race'
    | 'refill'
    | 'forgotten'
    | 'yield';
  readonly at: Span;
  readonly line: number;
  /** The step whose exception opened this path: `client.query()` on its line; `undefined` on a normal path. */
  readonly cause?: { readonly text: string; readonly at: Span; readonly line: number };
  readonly tier: Tier;
}

/** Something a person should know about the analysis itself. */
export interface Note {
  /**
   * `budget`: a function was too large; `tag`: a `@releases` or the like names nothing; `failure`:
   * the analysis itself is wrong, and should be reported.
   */
  readonly kind: 'budget' | 'tag' | 'failure';
  readonly at: Span;
  readonly line: number;
  readonly text: string;
}
