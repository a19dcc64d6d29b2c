import type { PoolOptions, TimeoutOption } from './pool-options.ts';

/** The wait for a connection, which no option of mysql and mysql2 bounds; only the queue may be. */
export function queueOfMysql(prefix = ''): TimeoutOption {
  return {
    of: 'acquire',
    default: null,
    instead: [
      { name: `${prefix}queueLimit`, suggested: 100 },
      { name: `${prefix}waitForConnections`, suggested: false },
    ],
  };
}

/** https://github.com/mysqljs/mysql#pool-options; 0 is no limit. */
export const optionsOfMysql: PoolOptions = {
  size: { name: 'connectionLimit', default: 10, zero: 'unlimited' },
  timeouts: [queueOfMysql(), { of: 'connect', name: 'connectTimeout', default: 10_000 }],
  url: {
    options: ['uri'],
    sets: {
      connectionLimit: 'connectionLimit',
      queueLimit: 'queueLimit',
      waitForConnections: 'waitForConnections',
      connectTimeout: 'connectTimeout',
    },
    ignored: ['connection_limit', 'pool_max', 'max', 'poolSize', 'pool_size', 'maxPoolSize'],
  },
};

/** https://sidorares.github.io/node-mysql2/docs/examples/connections/create-pool */
export const optionsOfMysql2: PoolOptions = {
  ...optionsOfMysql,
  timeouts: [
    ...(optionsOfMysql.timeouts ?? []),
    { of: 'idle', name: 'idleTimeout', default: 60_000 },
  ],
  // It only logs that it does not know it.
  ignored: ['acquireTimeout'],
};
