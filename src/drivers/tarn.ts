import { defineDriver } from './driver.ts';

/** https://github.com/vincit/tarn.js: a pool of anything, so the acquire decides what is a lease. */
export default defineDriver({
  package: 'tarn',
  pool: {
    type: 'Pool',
    acquire: [{ method: 'acquire', returns: 'property promise', callback: 'none' }],
    releaseByArgument: ['release'],
    close: ['destroy'],
    options: {
      isPrivate: true,
      size: { name: 'max' },
      minimum: { name: 'min' },
      timeouts: [
        { of: 'acquire', name: 'acquireTimeoutMillis', default: 30_000 },
        { of: 'connect', name: 'createTimeoutMillis', default: 30_000 },
        { of: 'idle', name: 'idleTimeoutMillis', default: 30_000 },
      ],
    },
  },
  lease: { type: '*', use: ['*'], release: [], dispose: 'none' },
});
