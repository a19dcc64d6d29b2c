import type { PoolOptions, UrlOptions } from './pool-options.ts';

const urlOfPostgres: UrlOptions = {
  options: [],
  // The text of a parameter stays text, and an array made of it has one element.
  broken: { max: 1 },
  ignored: ['connection_limit', 'pool_max'],
};

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
  url: urlOfPostgres,
};

/** https://github.com/porsager/postgres#all-postgres-options */
export const optionsOfPostgres: PoolOptions = {
  ...unpreparedOptionsOfPostgres,
  // postgres(url, options), or postgres(options).
  url: { ...urlOfPostgres, leads: true },
  prepares: 'prepare',
  unprepared: ['unsafe', 'end', 'close', 'options', 'parameters'],
};
