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
    // `connectionTimeout` bounds connecting; no option bounds the wait.
    size: { name: 'maximumPoolSize', default: 10 },
  },
  lease: ['DatabasePoolConnection', 'DatabaseTransactionConnection'].map(type => ({
    type,
    use: statements,
    release: [],
    scoped: [transaction],
    dispose: 'none',
  })),
});
