import { defineDriver } from './driver.ts';
import { optionsOfMariadb } from './options-of-mariadb.ts';
import type { Acquire } from './driver.ts';
import { inert, statements } from './mariadb.ts';

const getConnection: Acquire = { method: 'getConnection', callback: { error: 0, lease: 1 } };

/** https://mariadb.com/docs/connectors/mariadb-connector-nodejs, the module with callbacks. */
export default defineDriver({
  package: 'mariadb',
  modules: ['mariadb/callback'],
  typings: ['mariadb/types/callback.d.ts', 'mariadb/types/callback.d.cts'],
  pool: [
    {
      type: 'Pool',
      create: ['createPool()'],
      acquire: [getConnection],
      oneShot: ['query', 'execute', 'batch', 'importFile'],
      close: ['end'],
      options: optionsOfMariadb,
    },
    {
      type: 'PoolCluster',
      create: ['createPoolCluster()'],
      acquire: [getConnection],
      gives: { of: 'FilteredPoolCluster' },
      close: ['end'],
    },
    {
      type: 'FilteredPoolCluster',
      create: [],
      acquire: [getConnection],
      oneShot: ['query', 'execute', 'batch'],
    },
  ],
  lease: {
    type: 'PoolConnection',
    use: statements,
    // On a pooled connection all three are the same.
    release: ['release', 'end', 'close'],
    destroy: ['destroy'],
    inert,
    dispose: 'none',
  },
  standalone: {
    type: 'Connection',
    create: ['createConnection()'],
    open: [],
    use: statements,
    close: ['end', 'close', 'destroy'],
    inert,
    dispose: 'none',
  },
});
