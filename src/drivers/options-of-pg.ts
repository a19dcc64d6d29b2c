import type { PoolOptions, TimeoutOption, UrlOptions } from './pool-options.ts';

/** What people write in a connection string for a size, and pg does not read. */
const ignored = [
  'max',
  'min',
  'pool',
  'poolSize',
  'pool_size',
  'pool_max',
  'max_connections',
  'connection_limit',
  'connectionLimit',
  'maxPoolSize',
];

const url: UrlOptions = {
  options: ['connectionString'],
  sets: {
    statement_timeout: 'statement_timeout',
    query_timeout: 'query_timeout',
    idle_in_transaction_session_timeout: 'idle_in_transaction_session_timeout',
  },
  ignored,
};

/** The time limits of pg under the names that an ORM gives them. */
export function timeoutsOfPg(prefix = ''): readonly TimeoutOption[] {
  const named = (name: string) => `${prefix}${name}`;
  return [
    // 0 and undefined both wait for ever, in the queue and for the socket.
    { of: 'acquire', name: named('connectionTimeoutMillis'), default: null, suggested: 5000 },
    { of: 'connect', name: named('connectionTimeoutMillis'), default: null, suggested: 5000 },
    {
      of: 'statement',
      name: named('statement_timeout'),
      under: [named('query_timeout')],
      default: null,
      suggested: 30_000,
    },
    {
      of: 'idle-in-transaction',
      name: named('idle_in_transaction_session_timeout'),
      default: null,
      suggested: 60_000,
    },
    {
      of: 'lifetime',
      name: named('maxLifetimeSeconds'),
      unit: 's',
      default: null,
      suggested: 1800,
    },
    { of: 'lifetime', name: named('maxUses'), unit: 'uses', default: null, suggested: 7500 },
    { of: 'idle', name: named('idleTimeoutMillis'), default: 10_000 },
  ];
}

/** https://node-postgres.com/apis/pool */
export const optionsOfPg: PoolOptions = {
  size: { name: 'max', under: ['poolSize'], default: 10, zero: 'unset' },
  minimum: { name: 'min', default: 0 },
  timeouts: timeoutsOfPg(),
  url,
  startup: ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'options'],
};
