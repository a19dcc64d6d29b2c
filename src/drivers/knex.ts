import { defineDriver } from './driver.ts';
import { listening } from './listening.ts';

const statements = [
  '()',
  'raw',
  'batchInsert',
  'schema',
  'queryBuilder',
  'select',
  'from',
  'into',
  'table',
  'with',
  'withSchema',
  'insert',
  'upsert',
  'update',
  'delete',
  'del',
  'truncate',
];

/** https://knexjs.org/guide/transactions.html: a query waits for a connection when it is awaited. */
export default defineDriver({
  package: 'knex',
  passed: { type: 'Knex' },
  pool: [
    {
      type: 'Knex',
      create: ['default()', 'knex()'],
      acquire: [{ method: 'transaction', callback: 'scoped' }],
      oneShot: statements,
      carries: { chained: ['transacting'] },
      gives: {
        client: 'Client',
        transactionProvider: 'TransactionProvider',
        withUserParams: 'Knex',
      },
      close: ['destroy'],
      options: {
        size: { name: 'pool.max', default: 10 },
        minimum: { name: 'pool.min', default: 2 },
        timeouts: [
          { of: 'acquire', name: 'acquireConnectionTimeout', default: 60_000 },
          { of: 'connect', name: 'pool.createTimeoutMillis', default: 30_000 },
          { of: 'idle', name: 'pool.idleTimeoutMillis', default: 30_000 },
        ],
        url: {
          options: ['connection', 'connection.connectionString'],
          ignored: ['max', 'pool_max', 'connection_limit', 'connectionLimit', 'pool', 'poolSize'],
        },
        givenBy: ['connectionPool'],
        connectsBy: ['connection', 'pool'],
        by: { option: 'client', of: { sqlite3: null, 'better-sqlite3': null, sqlite: null } },
      },
    },
    {
      type: 'Client',
      create: [],
      acquire: [{ method: 'acquireConnection', lease: '*', callback: 'none' }],
      releaseByArgument: ['releaseConnection'],
      close: ['destroy'],
    },
    {
      type: 'TransactionProvider',
      create: [],
      acquire: [{ method: '()', once: true, callback: 'none' }],
    },
  ],
  lease: [
    {
      type: 'Transaction',
      use: statements,
      isLazy: true,
      release: ['commit', 'rollback'],
      // A transaction that is completed ignores it.
      repeatable: true,
      ended: ['isCompleted'],
      inert: [...listening, 'ref'],
      scoped: [
        { method: 'transaction', callback: 'first', handle: 'Transaction' },
        { method: 'savepoint', callback: 'first', handle: 'Transaction' },
      ],
      dispose: 'none',
    },
    { type: '*', use: ['*'], release: [], dispose: 'none' },
  ],
});
