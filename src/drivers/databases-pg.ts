import { defineDriver } from './driver.ts';

const statements = ['query', 'queryStream', 'queryNodeStream'];

/** https://www.atdatabases.org/docs/pg: connections are only ever lent to a callback. */
export default defineDriver({
  package: '@databases/pg',
  pool: {
    type: 'ConnectionPool',
    create: ['default()'],
    oneShot: statements,
    scoped: [
      { method: 'task', callback: 'first', handle: 'Connection' },
      { method: 'tx', callback: 'first', handle: 'Transaction' },
    ],
    close: ['dispose'],
    size: { name: 'poolSize', default: 10 },
    acquireTimeout: { name: 'queueTimeoutMilliseconds', default: 60_000 },
  },
  lease: [
    {
      type: 'Connection',
      use: statements,
      release: [],
      scoped: [
        { method: 'task', callback: 'first', handle: 'Connection' },
        { method: 'tx', callback: 'first', handle: 'Transaction' },
      ],
      dispose: 'none',
    },
    {
      type: 'Transaction',
      use: [...statements, 'advisoryTxLock', 'advisoryTxLockShared', 'tryAdvisoryTxLock'],
      release: [],
      inert: ['addPostCommitStep'],
      scoped: [
        { method: 'task', callback: 'first', handle: 'Transaction' },
        { method: 'tx', callback: 'first', handle: 'Transaction' },
      ],
      dispose: 'none',
    },
  ],
});
