import { defineDriver } from './driver.ts';
import { optionsOfMysql2 } from './options-of-mysql.ts';
import type { Acquire } from './driver.ts';
import { inert, statements, transaction } from './mysql2.ts';

const getConnection: Acquire = { method: 'getConnection', callback: 'none' };

/** https://sidorares.github.io/node-mysql2/docs#using-promise-wrapper */
export default defineDriver({
  package: 'mysql2',
  modules: ['mysql2/promise'],
  typings: ['mysql2/promise.d.ts'],
  pool: [
    {
      type: 'Pool',
      create: ['createPool()'],
      acquire: [getConnection],
      oneShot: ['query', 'execute'],
      gives: { pool: 'mysql2#Pool' },
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
    dispose: 'release',
    disposeSince: '3.18.0',
  },
  standalone: {
    type: 'Connection',
    create: ['await createConnection()'],
    open: [],
    use: ['connect', ...statements],
    close: ['end', 'destroy'],
    inert,
    dispose: 'release',
    disposeSince: '3.18.0',
  },
});
