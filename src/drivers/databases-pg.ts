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
    options: {
      size: { name: 'poolSize', default: 10 },
      timeouts: [
        { of: 'acquire', name: 'queueTimeoutMilliseconds', default: 60_000 },
        { of: 'connect', name: 'connectionTimeoutMilliseconds', default: 10_000 },
        { of: 'statement', name: 'statementTimeoutMilliseconds', default: null, suggested: 30_000 },
        { of: 'idle', name: 'idleTimeoutMilliseconds', default: 30_000 },
        { of: 'lifetime', name: 'maxUses', unit: 'uses', default: null, suggested: 7500 },
      ],
    },
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
