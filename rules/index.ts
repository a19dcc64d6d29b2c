// Written by `npm run generate`.
import type { Rule } from '../src/rule.ts';
import maxPoolSize from './max-pool-size.ts';
import noAwaitWhileHeld from './no-await-while-held.ts';
import noConcurrentQueries from './no-concurrent-queries.ts';
import noEarlyEnd from './no-early-end.ts';
import noLeakedConnection from './no-leaked-connection.ts';
import noNestedAcquire from './no-nested-acquire.ts';
import noOpenTransaction from './no-open-transaction.ts';
import noPoolInTransaction from './no-pool-in-transaction.ts';
import noPoolPerCall from './no-pool-per-call.ts';
import noSessionState from './no-session-state.ts';
import noTransactionOnPool from './no-transaction-on-pool.ts';
import noUseAfterRelease from './no-use-after-release.ts';
import preferPoolQuery from './prefer-pool-query.ts';
import requireErrorHandler from './require-error-handler.ts';
import requireTimeouts from './require-timeouts.ts';

/** All rules, by name. */
export const rules: readonly Rule[] = [
  maxPoolSize,
  noAwaitWhileHeld,
  noConcurrentQueries,
  noEarlyEnd,
  noLeakedConnection,
  noNestedAcquire,
  noOpenTransaction,
  noPoolInTransaction,
  noPoolPerCall,
  noSessionState,
  noTransactionOnPool,
  noUseAfterRelease,
  preferPoolQuery,
  requireErrorHandler,
  requireTimeouts,
];
