import { defineDriver } from './driver.ts';
import { optionsOfPg } from './options-of-pg.ts';
import { listening } from './listening.ts';

const statements = ['query', 'sql', 'copyFrom', 'copyTo'];

const inert = [...listening, 'escapeIdentifier', 'escapeLiteral', 'setTypeParser', 'getTypeParser'];

/** https://vercel.com/docs/storage/vercel-postgres/sdk, a layer over Neon's pool. */
export default defineDriver({
  package: '@vercel/postgres',
  pool: {
    type: 'VercelPool',
    create: ['createPool()', 'new VercelPool'],
    acquire: ['connect'],
    oneShot: ['query', 'sql'],
    close: ['end'],
    options: optionsOfPg,
    failsAloud: true,
    perCall: true,
  },
  lease: {
    type: 'VercelPoolClient',
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
    type: 'VercelClient',
    create: ['createClient()', 'new VercelClient'],
    open: ['connect'],
    use: statements,
    close: ['end'],
    inert,
    failsAloud: true,
    keptFor: ['notification'],
    dispose: 'none',
  },
  // Both are one pool, and both are also template tags.
  module: { oneShot: ['sql', 'db'], gives: { sql: 'VercelPool', db: 'VercelPool' } },
});
