import { defineDriver } from './driver.ts';

/** https://github.com/vincit/tarn.js: a pool of anything, so the acquire decides what is a lease. */
export default defineDriver({
  package: 'tarn',
  pool: {
    type: 'Pool',
    acquire: [{ method: 'acquire', returns: 'property promise', callback: 'none' }],
    releaseByArgument: ['release'],
    close: ['destroy'],
    size: { name: 'max' },
    acquireTimeout: { name: 'acquireTimeoutMillis', default: 30_000 },
  },
  lease: { type: '*', use: ['*'], release: [], dispose: 'none' },
});
