import { defineDriver } from './driver.ts';
import { listening } from './listening.ts';

const statements = ['query', 'copyFrom', 'copyTo'];

const inert = [...listening, 'escapeIdentifier', 'escapeLiteral', 'setTypeParser', 'getTypeParser'];

/** https://github.com/neondatabase/serverless: the pool over WebSockets. The `neon` function holds nothing. */
export default defineDriver({
  package: '@neondatabase/serverless',
  pool: {
    type: 'Pool',
    acquire: ['connect'],
    oneShot: ['query'],
    close: ['end'],
    size: { name: 'max', default: 10 },
    // 0 and undefined both wait for ever.
    acquireTimeout: { name: 'connectionTimeoutMillis', default: null },
  },
  lease: {
    type: 'PoolClient',
    use: statements,
    release: ['release'],
    releasesAtOnce: true,
    destroyIfGiven: ['release'],
    transaction: {},
    inert,
    dispose: 'none',
  },
  standalone: {
    type: 'Client',
    create: ['new Client'],
    open: ['connect'],
    use: statements,
    close: ['end'],
    inert,
    dispose: 'none',
  },
});
