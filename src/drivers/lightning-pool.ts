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
    options: {
      argument: 1,
      isPrivate: true,
      size: { name: 'max', default: 10 },
      minimum: { name: 'min', default: 0 },
      timeouts: [
        {
          of: 'acquire',
          name: 'acquireTimeoutMillis',
          default: null,
          suggested: 5000,
          instead: [{ name: 'maxQueue', suggested: 100, default: 1000 }],
        },
        { of: 'idle', name: 'idleTimeoutMillis', default: 30_000 },
      ],
    },
  },
  lease: { type: '*', use: ['*'], release: [], dispose: 'none' },
});
