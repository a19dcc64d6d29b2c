// Written by `npm run generate`.
import type { Rule } from '../src/rule.ts';
import noAwaitWhileHeld from './no-await-while-held.ts';
import noConcurrentQueries from './no-concurrent-queries.ts';
import noLeakedConnection from './no-leaked-connection.ts';
import noNestedAcquire from './no-nested-acquire.ts';
import noOpenTransaction from './no-open-transaction.ts';
import noPoolInTransaction from './no-pool-in-transaction.ts';
import noTransactionOnPool from './no-transaction-on-pool.ts';
import noUseAfterRelease from './no-use-after-release.ts';
import preferPoolQuery from './prefer-pool-query.ts';

/** All rules, by name. */
export const rules: readonly Rule[] = [
  noAwaitWhileHeld,
  noConcurrentQueries,
  noLeakedConnection,
  noNestedAcquire,
  noOpenTransaction,
  noPoolInTransaction,
  noTransactionOnPool,
  noUseAfterRelease,
  preferPoolQuery,
];
