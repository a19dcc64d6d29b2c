import { defineDriver } from './driver.ts';
import { optionsOfMariadb } from './options-of-mariadb.ts';
import type { Acquire } from './driver.ts';
import { listening } from './listening.ts';

const getConnection: Acquire = { method: 'getConnection', callback: 'none' };

/** Methods of both kinds of connection, here and in the other module, that run statements. */
export const statements: readonly string[] = [
  'query',
  'execute',
  'batch',
  'prepare',
  'queryStream',
  'importFile',
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
  'isValid',
  'serverVersion',
  'debug',
  'escape',
  'escapeId',
];

/** https://mariadb.com/docs/connectors/mariadb-connector-nodejs, the module with promises. */
export default defineDriver({
  package: 'mariadb',
  typings: ['mariadb/types/index.d.ts', 'mariadb/types/index.d.cts'],
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
    // On a pooled connection all three are the same, and roll back.
    release: ['release', 'end', 'close'],
    // The option `pipelining` is on by default.
    pipelines: true,
    destroy: ['destroy'],
    inert,
    dispose: 'rollback',
    disposeSince: '3.5.1',
  },
  standalone: {
    type: 'Connection',
    create: ['await createConnection()'],
    open: [],
    use: statements,
    close: ['end', 'close', 'destroy'],
    pipelines: true,
    inert,
    dispose: 'rollback',
    disposeSince: '3.5.1',
  },
});
