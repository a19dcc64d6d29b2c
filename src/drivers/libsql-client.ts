import { defineDriver } from './driver.ts';

/** https://docs.turso.tech/sdk/ts/reference: an interactive transaction holds a stream until it ends. */
export default defineDriver({
  package: '@libsql/client',
  modules: ['@libsql/client', '@libsql/client/node', '@libsql/client/web'],
  typings: ['@libsql/client', '@libsql/core'],
  pool: {
    type: 'Client',
    create: ['createClient()'],
    acquire: [{ method: 'transaction', callback: 'none' }],
    oneShot: ['execute', 'executeMultiple', 'batch', 'migrate', 'sync'],
    close: ['close'],
  },
  lease: {
    type: 'Transaction',
    use: ['execute', 'executeMultiple', 'batch'],
    // Without a commit, `close` rolls back.
    release: ['close', 'commit', 'rollback'],
    releasesAtOnce: true,
    // `close` after `commit` is the documented way.
    repeatable: true,
    ended: ['closed'],
    dispose: 'none',
  },
});
