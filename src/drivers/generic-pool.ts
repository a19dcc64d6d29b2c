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
    options: {
      argument: 1,
      isPrivate: true,
      size: { name: 'max', default: 1 },
      minimum: { name: 'min', default: 0 },
      timeouts: [
        {
          of: 'acquire',
          name: 'acquireTimeoutMillis',
          default: null,
          suggested: 5000,
          instead: [{ name: 'maxWaitingClients', suggested: 100 }],
        },
        { of: 'idle', name: 'idleTimeoutMillis', default: 30_000 },
      ],
    },
  },
  lease: { type: '*', use: ['*'], release: [], dispose: 'none' },
});
