import { defineDriver } from './driver.ts';
import type { Acquire } from './driver.ts';

const connect: Acquire = { method: 'connect', callback: { error: 0, lease: 1 } };

/** https://github.com/IBM/node-odbc: pooled and standalone connections have one type and one way to go back. */
export default defineDriver({
  package: 'odbc',
  pool: {
    type: 'Pool',
    create: ['await pool()'],
    acquire: [connect],
    oneShot: ['query'],
    close: ['close'],
    // No option bounds the wait.
    options: { size: { name: 'maxSize', default: null } },
  },
  module: { acquire: [connect] },
  lease: {
    type: 'Connection',
    use: [
      'query',
      'callProcedure',
      'createStatement',
      'primaryKeys',
      'foreignKeys',
      'tables',
      'columns',
      'setIsolationLevel',
      'beginTransaction',
      'commit',
      'rollback',
      'cancel',
    ],
    release: ['close'],
    inert: ['connected', 'autocommit'],
    dispose: 'none',
  },
});
