// Written by `npm run generate`.
import type { Rule } from '../src/rule.ts';
import noAwaitWhileHeld from './no-await-while-held.ts';
import noLeakedConnection from './no-leaked-connection.ts';
import noNestedAcquire from './no-nested-acquire.ts';
import noOpenTransaction from './no-open-transaction.ts';
import noPoolInTransaction from './no-pool-in-transaction.ts';
import noTransactionOnPool from './no-transaction-on-pool.ts';

/** All rules, by name. */
export const rules: readonly Rule[] = [
  noAwaitWhileHeld,
  noLeakedConnection,
  noNestedAcquire,
  noOpenTransaction,
  noPoolInTransaction,
  noTransactionOnPool,
];
