import { defineDriver } from './driver.ts';

/** https://github.com/panates/lightning-pool: a pool of anything, so the acquire decides what is a lease. */
export default defineDriver({
  package: 'lightning-pool',
  pool: {
    type: 'Pool',
    create: ['createPool()', 'new Pool'],
    acquire: [{ method: 'acquire', callback: { error: 0, lease: 1 } }],
    releaseByArgument: ['release', 'destroy'],
    close: ['close'],
    size: { name: 'max', default: 10 },
    // 0 waits for ever.
    acquireTimeout: { name: 'acquireTimeoutMillis', default: null },
  },
  lease: { type: '*', use: ['*'], release: [], dispose: 'none' },
});
