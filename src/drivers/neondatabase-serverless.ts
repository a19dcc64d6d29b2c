import { defineDriver } from './driver.ts';
import { optionsOfPg } from './options-of-pg.ts';
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
    options: optionsOfPg,
    failsAloud: true,
    // https://neon.com/docs/serverless/serverless-driver: a WebSocket may not outlive its request.
    perCall: true,
  },
  lease: {
    type: 'PoolClient',
    use: statements,
    release: ['release'],
    releasesAtOnce: true,
    destroyIfGiven: ['release'],
    transaction: {},
    inert,
    failsAloud: true,
    keptFor: ['notification'],
    dispose: 'none',
  },
  standalone: {
    type: 'Client',
    create: ['new Client'],
    open: ['connect'],
    use: statements,
    close: ['end'],
    inert,
    failsAloud: true,
    keptFor: ['notification'],
    dispose: 'none',
  },
});
