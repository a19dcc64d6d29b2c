import { defineDriver } from './driver.ts';

/** https://www.npmjs.com/package/@databases/connection-pool: a pool of anything, in a lease of its own. */
export default defineDriver({
  package: '@databases/connection-pool',
  pool: {
    type: 'ConnectionPool',
    create: ['default()'],
    acquire: [{ method: 'getConnection', callback: 'none' }],
    close: ['drain'],
    options: {
      isPrivate: true,
      size: { name: 'maxSize', default: null },
      timeouts: [
        { of: 'acquire', name: 'queueTimeoutMilliseconds', default: null, suggested: 5000 },
      ],
    },
  },
  lease: {
    type: 'PoolConnection',
    use: ['connection'],
    release: ['release'],
    releasesAtOnce: true,
    // A plain method that closes the connection, not the language's disposer.
    destroy: ['dispose'],
    dispose: 'none',
  },
});
