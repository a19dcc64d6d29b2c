import { defineDriver } from './driver.ts';

/** https://neo4j.com/docs/javascript-manual/current/transactions: a session takes a connection when it runs something. */
export default defineDriver({
  package: 'neo4j-driver',
  typings: ['neo4j-driver', 'neo4j-driver-core'],
  pool: {
    type: 'Driver',
    create: ['driver()'],
    acquire: [{ method: 'session', returns: 'value', callback: 'none' }],
    oneShot: ['executeQuery', 'verifyConnectivity', 'verifyAuthentication', 'getServerInfo'],
    close: ['close'],
    options: {
      argument: 2,
      size: { name: 'maxConnectionPoolSize', default: 100 },
      timeouts: [
        { of: 'acquire', name: 'connectionAcquisitionTimeout', default: 60_000 },
        { of: 'connect', name: 'connectionTimeout', default: 30_000 },
        { of: 'lifetime', name: 'maxConnectionLifetime', default: 3_600_000 },
      ],
    },
  },
  lease: [
    {
      type: 'Session',
      use: ['run'],
      release: ['close'],
      repeatable: true,
      // https://neo4j.com/docs/javascript-manual/current/query-async
      pipelines: true,
      inert: ['lastBookmarks'],
      scoped: [
        { method: 'executeRead', callback: 'first', handle: 'ManagedTransaction' },
        { method: 'executeWrite', callback: 'first', handle: 'ManagedTransaction' },
      ],
      gives: { beginTransaction: 'Transaction' },
      dispose: 'rollback',
      disposeSince: '5.15.0',
    },
    {
      type: 'Transaction',
      use: ['run', 'commit', 'rollback', 'close'],
      // Closing the session ends it too.
      release: [],
      pipelines: true,
      inert: ['isOpen'],
      dispose: 'rollback',
      disposeSince: '5.15.0',
    },
    { type: 'ManagedTransaction', use: ['run'], release: [], pipelines: true, dispose: 'none' },
  ],
});
