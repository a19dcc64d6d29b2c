import { defineDriver } from './driver.ts';
import { optionsOfMysql } from './options-of-mysql.ts';
import type { Acquire } from './driver.ts';
import type { TransactionMethods } from './transaction.ts';

const getConnection: Acquire = { method: 'getConnection', callback: 'none' };

const statements = [
  'query',
  'queryStream',
  'beginTransaction',
  'commit',
  'rollback',
  'ping',
  'statistics',
  'changeUser',
];

const inert = ['on', 'pause', 'resume', 'escape', 'escapeId', 'format'];

const transaction: TransactionMethods = {
  begin: ['beginTransaction'],
  commit: ['commit'],
  rollback: ['rollback'],
};

/** https://github.com/CodeFoodPixels/node-promise-mysql, promises over `mysql`. */
export default defineDriver({
  package: 'promise-mysql',
  pool: [
    {
      type: 'Pool',
      create: ['await createPool()'],
      acquire: [getConnection],
      oneShot: ['query'],
      // Until version 4.
      releaseByArgument: ['releaseConnection'],
      close: ['end'],
      options: optionsOfMysql,
    },
    {
      type: 'PoolCluster',
      create: ['await createPoolCluster()'],
      acquire: [getConnection],
      gives: { of: 'Pool' },
      close: ['end'],
    },
  ],
  lease: {
    type: 'PoolConnection',
    use: statements,
    // On a pooled connection `end` is the old name of `release`.
    release: ['release', 'end'],
    releasesAtOnce: true,
    destroy: ['destroy'],
    transaction,
    inert,
    dispose: 'none',
  },
  standalone: {
    type: 'Connection',
    create: ['await createConnection()'],
    open: [],
    use: statements,
    close: ['end', 'destroy'],
    inert,
    dispose: 'none',
  },
});
