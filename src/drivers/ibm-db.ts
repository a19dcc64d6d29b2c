import { defineDriver } from './driver.ts';
import type { Acquire } from './driver.ts';

const acquire: readonly Acquire[] = [
  { method: 'open', callback: { error: 0, lease: 1 } },
  { method: 'openSync', returns: 'value', callback: 'none' },
];

/** https://github.com/ibmdb/node-ibm_db: pooled and standalone connections have one type and one way to go back. */
export default defineDriver({
  package: 'ibm_db',
  pool: {
    type: 'Pool',
    acquire,
    close: ['close', 'closeSync', 'poolClose', 'poolCloseSync'],
    // 0 is no limit. No option bounds the wait.
    size: { name: 'maxPoolSize', default: null },
  },
  module: { acquire },
  lease: {
    type: 'Database',
    use: [
      'query',
      'querySync',
      'queryStream',
      'queryResult',
      'queryResultSync',
      'executeFile',
      'executeFileSync',
      'prepare',
      'prepareSync',
      'beginTransaction',
      'beginTransactionSync',
      'commitTransaction',
      'commitTransactionSync',
      'rollbackTransaction',
      'rollbackTransactionSync',
      'endTransaction',
      'endTransactionSync',
      'columns',
      'tables',
      'describe',
      'setIsolationLevel',
    ],
    release: ['close', 'closeSync'],
    dispose: 'none',
  },
});
