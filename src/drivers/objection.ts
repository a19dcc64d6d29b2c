import { defineDriver } from './driver.ts';
import type { Acquire } from './driver.ts';

const acquire: Acquire = {
  method: 'startTransaction',
  lease: 'knex#Transaction',
  callback: 'none',
};

/** https://vincit.github.io/objection.js/guide/transactions.html: its transactions are those of knex. */
export default defineDriver({
  package: 'objection',
  transactionsOf: 'knex',
  passed: { type: 'TransactionOrKnex' },
  pool: [
    // `Model` itself, not one of its rows.
    {
      type: 'ModelClass',
      create: [],
      acquire: [acquire],
      oneShot: ['fetchGraph'],
      carries: { methods: { query: 0 }, chained: ['transacting'] },
      scoped: [{ method: 'transaction', handle: 'knex#Transaction' }],
      gives: { knex: 'knex#Knex', bindKnex: 'ModelClass', bindTransaction: 'ModelClass' },
    },
    {
      type: 'transaction',
      create: [],
      acquire: [{ ...acquire, method: 'start' }],
      // With models in front, the transaction is the callback's last parameter.
      scoped: [{ method: '()', handle: '*' }],
    },
  ],
  lease: { type: '*', use: ['*'], release: [], dispose: 'none' },
  module: { gives: { Model: 'ModelClass', transaction: 'transaction' } },
});
