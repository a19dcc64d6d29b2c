import { defineDriver } from './driver.ts';
import { optionsOfMysql2 } from './options-of-mysql.ts';
import type { Acquire } from './driver.ts';
import type { TransactionMethods } from './transaction.ts';
import { listening } from './listening.ts';

const getConnection: Acquire = { method: 'getConnection', callback: { error: 0, lease: 1 } };

/** Methods of both kinds of connection, here and in the other module, that run statements. */
export const statements: readonly string[] = [
  'query',
  'execute',
  'prepare',
  'unprepare',
  'beginTransaction',
  'commit',
  'rollback',
  'ping',
  'reset',
  'changeUser',
];

/** Methods of both kinds of connection, here and in the other module, that do not matter. */
export const inert: readonly string[] = [
  ...listening,
  'pause',
  'resume',
  'escape',
  'escapeId',
  'format',
];

/** Methods of both kinds of connection, here and in the other module, that a transaction has. */
export const transaction: TransactionMethods = {
  begin: ['beginTransaction'],
  commit: ['commit'],
  rollback: ['rollback'],
};

/** https://sidorares.github.io/node-mysql2/docs, the module with callbacks. */
export default defineDriver({
  package: 'mysql2',
  typings: ['mysql2/index.d.ts', 'mysql2/typings'],
  pool: [
    {
      type: 'Pool',
      create: ['createPool()'],
      acquire: [getConnection],
      oneShot: ['query', 'execute'],
      gives: { promise: 'mysql2/promise#Pool' },
      releaseByArgument: ['releaseConnection'],
      close: ['end'],
      options: optionsOfMysql2,
    },
    {
      type: 'PoolCluster',
      create: ['createPoolCluster()'],
      acquire: [getConnection],
      gives: { of: 'PoolNamespace' },
      close: ['end'],
    },
    {
      type: 'PoolNamespace',
      create: [],
      acquire: [getConnection],
      oneShot: ['query', 'execute'],
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
    gives: { promise: 'mysql2/promise#PoolConnection' },
    dispose: 'release',
    disposeBy: 'sync',
    disposeSince: '3.18.0',
  },
  standalone: {
    type: 'Connection',
    create: ['createConnection()'],
    open: [],
    confirm: ['connect'],
    use: ['connect', ...statements],
    close: ['end', 'destroy'],
    inert,
    gives: { promise: 'mysql2/promise#Connection' },
    dispose: 'release',
    disposeBy: 'sync',
    disposeSince: '3.18.0',
  },
});
