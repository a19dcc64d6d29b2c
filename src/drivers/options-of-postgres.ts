import type { PoolOptions } from './pool-options.ts';

/** Of who hands all statements to `unsafe()`, which prepares none. */
export const unpreparedOptionsOfPostgres: PoolOptions = {
  size: { name: 'max', default: 10 },
  timeouts: [
    // No option bounds the wait.
    { of: 'acquire', default: null },
    { of: 'connect', name: 'connect_timeout', unit: 's', default: 30 },
    { of: 'lifetime', name: 'max_lifetime', unit: 's', default: 1800 },
    { of: 'idle', name: 'idle_timeout', unit: 's', default: null, suggested: 20 },
  ],
  // The text of a parameter stays text, and an array made of it has one element.
  url: { options: [], broken: { max: 1 }, ignored: ['connection_limit', 'pool_max'] },
};

/** https://github.com/porsager/postgres#all-postgres-options */
export const optionsOfPostgres: PoolOptions = {
  ...unpreparedOptionsOfPostgres,
  prepares: 'prepare',
  unprepared: ['unsafe', 'end', 'close', 'options', 'parameters'],
};
