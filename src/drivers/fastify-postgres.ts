import { defineDriver } from './driver.ts';

/** https://github.com/fastify/fastify-postgres: the pool that the plugin puts on the app, as `app.pg`. */
export default defineDriver({
  package: '@fastify/postgres',
  pool: {
    type: 'PostgresDb',
    create: [],
    acquire: [{ method: 'connect', lease: 'pg#PoolClient' }],
    oneShot: ['query'],
    scoped: [{ method: 'transact', callback: 'first', handle: 'pg#PoolClient' }],
    gives: { pool: 'pg#Pool' },
  },
});
