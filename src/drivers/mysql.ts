import { defineDriver } from './driver.ts';
import { optionsOfMysql } from './options-of-mysql.ts';
import type { Acquire } from './driver.ts';
import type { TransactionMethods } from './transaction.ts';
import { listening } from './listening.ts';

const getConnection: Acquire = { method: 'getConnection', callback: { error: 0, lease: 1 } };

const statements = [
  'query',
  'beginTransaction',
  'commit',
  'rollback',
  'ping',
  'statistics',
  'changeUser',
];

const inert = [...listening, 'pause', 'resume', 'escape', 'escapeId', 'format'];

const transaction: TransactionMethods = {
  begin: ['beginTransaction'],
  commit: ['commit'],
  rollback: ['rollback'],
};

/** https://github.com/mysqljs/mysql#pooling-connections */
export default defineDriver({
  package: 'mysql',
  pool: [
    {
      type: 'Pool',
      create: ['createPool()'],
      acquire: [getConnection],
      oneShot: ['query'],
      releaseByArgument: ['releaseConnection'],
      close: ['end'],
      // `acquireTimeout` bounds connecting, not the wait: there is no option for that.
      options: optionsOfMysql,
    },
    {
      type: 'PoolCluster',
      create: ['createPoolCluster()'],
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
    create: ['createConnection()'],
    // It connects with its first statement.
    open: [],
    confirm: ['connect'],
    use: ['connect', ...statements],
    close: ['end', 'destroy'],
    inert,
    dispose: 'none',
  },
});
