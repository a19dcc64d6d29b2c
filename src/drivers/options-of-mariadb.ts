import type { PoolOptions } from './pool-options.ts';

/** https://github.com/mariadb-corporation/mariadb-connector-nodejs/blob/main/documentation/connection-options.md */
export const optionsOfMariadb: PoolOptions = {
  size: { name: 'connectionLimit', default: 10 },
  // As many as the limit, when nothing is said.
  minimum: { name: 'minimumIdle' },
  timeouts: [
    { of: 'acquire', name: 'acquireTimeout', default: 10_000 },
    { of: 'connect', name: 'connectTimeout', default: 1000 },
    { of: 'statement', name: 'queryTimeout', default: null, suggested: 30_000 },
    { of: 'idle', name: 'idleTimeout', unit: 's', default: 1800 },
  ],
  url: {
    options: [],
    sets: {
      connectionLimit: 'connectionLimit',
      minimumIdle: 'minimumIdle',
      acquireTimeout: 'acquireTimeout',
      connectTimeout: 'connectTimeout',
      queryTimeout: 'queryTimeout',
      idleTimeout: 'idleTimeout',
    },
    ignored: ['connection_limit', 'pool_max', 'max', 'poolSize', 'pool_size', 'maxPoolSize'],
  },
};
