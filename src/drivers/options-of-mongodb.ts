import type { PoolOptions } from './pool-options.ts';

/** https://www.mongodb.com/docs/drivers/node/current/connect/connection-options/ */
export const optionsOfMongodb: PoolOptions = {
  // For each server of the cluster.
  size: { name: 'maxPoolSize', default: 100, zero: 'unlimited' },
  minimum: { name: 'minPoolSize', default: 0 },
  timeouts: [
    { of: 'acquire', name: 'waitQueueTimeoutMS', default: null, suggested: 5000 },
    { of: 'connect', name: 'connectTimeoutMS', default: 30_000 },
    { of: 'statement', name: 'socketTimeoutMS', default: null, suggested: 60_000 },
    { of: 'idle', name: 'maxIdleTimeMS', default: null, suggested: 60_000 },
  ],
  url: {
    options: [],
    sets: {
      maxPoolSize: 'maxPoolSize',
      minPoolSize: 'minPoolSize',
      waitQueueTimeoutMS: 'waitQueueTimeoutMS',
      connectTimeoutMS: 'connectTimeoutMS',
      socketTimeoutMS: 'socketTimeoutMS',
      maxIdleTimeMS: 'maxIdleTimeMS',
    },
    ignored: ['connection_limit', 'connectionLimit', 'poolSize', 'max'],
  },
};
