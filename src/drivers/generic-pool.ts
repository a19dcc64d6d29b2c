import { defineDriver } from './driver.ts';

/** https://github.com/coopernurse/node-pool: a pool of anything, so the acquire decides what is a lease. */
export default defineDriver({
  package: 'generic-pool',
  pool: {
    type: 'Pool',
    create: ['createPool()'],
    acquire: [{ method: 'acquire', callback: 'none' }],
    scoped: [{ method: 'use', callback: 'first', handle: '*' }],
    releaseByArgument: ['release', 'destroy'],
    close: ['drain', 'clear'],
    size: { name: 'max', default: 1 },
    acquireTimeout: { name: 'acquireTimeoutMillis', default: null },
  },
  lease: { type: '*', use: ['*'], release: [], dispose: 'none' },
});
