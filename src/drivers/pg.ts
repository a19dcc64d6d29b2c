import { defineDriver } from './driver.ts';
import { optionsOfPg } from './options-of-pg.ts';
import { listening } from './listening.ts';

const statements = ['query', 'copyFrom', 'copyTo'];

const inert = [
  ...listening,
  'escapeIdentifier',
  'escapeLiteral',
  'setTypeParser',
  'getTypeParser',
  'getTransactionStatus',
];

/** https://node-postgres.com/apis/pool, and the pool on its own: `pg-pool`. */
export default defineDriver({
  package: 'pg',
  modules: ['pg', 'pg-pool'],
  pool: {
    type: 'Pool',
    create: ['new Pool', 'new native.Pool', 'new default'],
    acquire: ['connect'],
    oneShot: ['query'],
    close: ['end'],
    options: optionsOfPg,
    failsAloud: true,
  },
  lease: {
    type: 'PoolClient',
    use: statements,
    release: ['release'],
    releasesAtOnce: true,
    destroyIfGiven: ['release'],
    transaction: {},
    strands: ['end'],
    inert,
    failsAloud: true,
    keptFor: ['notification'],
    dispose: 'none',
  },
  standalone: {
    type: 'Client',
    create: ['new Client', 'new native.Client'],
    open: ['connect'],
    use: statements,
    close: ['end'],
    inert,
    failsAloud: true,
    keptFor: ['notification'],
    dispose: 'none',
  },
  // Before 7.0 the module itself had a pool for each connection string.
  module: {
    acquire: [{ method: 'connect', callback: { error: 0, lease: 1, release: 2 } }],
  },
});
