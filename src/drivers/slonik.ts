import { defineDriver } from './driver.ts';
import type { Scoped } from './driver.ts';

const statements = [
  'query',
  'any',
  'anyFirst',
  'exists',
  'many',
  'manyFirst',
  'maybeOne',
  'maybeOneFirst',
  'one',
  'oneFirst',
  'stream',
];

const transaction: Scoped = {
  method: 'transaction',
  callback: 'first',
  handle: 'DatabaseTransactionConnection',
};

/** https://github.com/gajus/slonik: connections are only ever lent to a callback. */
export default defineDriver({
  package: 'slonik',
  pool: {
    type: 'DatabasePool',
    create: ['await createPool()'],
    oneShot: statements,
    scoped: [
      { method: 'connect', callback: 'first', handle: 'DatabasePoolConnection' },
      transaction,
    ],
    close: ['end'],
    options: {
      size: { name: 'maximumPoolSize', under: ['maxPoolSize'], default: 10 },
      minimum: { name: 'minimumPoolSize', under: ['minPoolSize'], default: 0 },
      timeouts: [
        // `connectionTimeout` bounds connecting; no option bounds the wait.
        { of: 'acquire', default: null },
        { of: 'connect', name: 'connectionTimeout', default: 5000 },
        { of: 'statement', name: 'statementTimeout', default: 60_000 },
        { of: 'idle-in-transaction', name: 'idleInTransactionSessionTimeout', default: 60_000 },
        { of: 'idle', name: 'idleTimeout', default: 5000 },
      ],
      url: { options: [], ignored: ['max', 'pool_max', 'connection_limit', 'connectionLimit'] },
    },
  },
  lease: ['DatabasePoolConnection', 'DatabaseTransactionConnection'].map(type => ({
    type,
    use: statements,
    release: [],
    scoped: [transaction],
    dispose: 'none',
  })),
});
