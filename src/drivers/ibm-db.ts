import { defineDriver } from './driver.ts';
import type { Acquire } from './driver.ts';

const open: Acquire = { method: 'open', callback: { error: 0, lease: 1 } };

/** https://github.com/ibmdb/node-ibm_db: pooled and standalone connections have one type and one way to go back. */
export default defineDriver({
  package: 'ibm_db',
  pool: {
    type: 'Pool',
    acquire: [open],
    close: ['close', 'poolClose'],
    // No option bounds the wait.
    options: { size: { name: 'maxPoolSize', default: null, zero: 'unlimited' } },
  },
  module: { acquire: [open] },
  lease: {
    type: 'Database',
    use: [
      'query',
      'queryStream',
      'queryResult',
      'executeFile',
      'prepare',
      'beginTransaction',
      'commitTransaction',
      'rollbackTransaction',
      'endTransaction',
      'columns',
      'tables',
      'describe',
      'setIsolationLevel',
    ],
    release: ['close'],
    dispose: 'none',
  },
});
