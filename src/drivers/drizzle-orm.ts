import { defineDriver } from './driver.ts';
import type { PoolType } from './driver.ts';
import { optionsOfPg } from './options-of-pg.ts';
import { unpreparedOptionsOfPostgres } from './options-of-postgres.ts';

const statements = [
  'query',
  'select',
  'selectDistinct',
  'selectDistinctOn',
  'insert',
  'update',
  'delete',
  'execute',
  'with',
  '$count',
  'refreshMaterializedView',
];

const database: Omit<PoolType, 'type'> = {
  create: ['drizzle()'],
  oneShot: statements,
  scoped: [{ method: 'transaction', callback: 'first', handle: 'PgTransaction' }],
};

/** https://orm.drizzle.team/docs/get-started-postgresql: without a client it makes a pool of its own. */
const within = { inside: 'connection', givenBy: ['client'] };

/** https://orm.drizzle.team/docs/transactions, over the PostgreSQL drivers that have a pool. */
export default defineDriver({
  package: 'drizzle-orm',
  modules: [
    'drizzle-orm/node-postgres',
    'drizzle-orm/postgres-js',
    'drizzle-orm/neon-serverless',
    'drizzle-orm/vercel-postgres',
    'drizzle-orm/pg-core',
  ],
  pool: [
    {
      type: 'NodePgDatabase',
      ...database,
      options: { ...optionsOfPg, ...within },
      failsAloud: true,
    },
    {
      type: 'PostgresJsDatabase',
      ...database,
      options: { ...unpreparedOptionsOfPostgres, ...within },
    },
    {
      type: 'NeonDatabase',
      ...database,
      options: { ...optionsOfPg, ...within },
      failsAloud: true,
      perCall: true,
    },
    { type: 'VercelPgDatabase', ...database },
    { type: 'PgDatabase', ...database, create: [] },
  ],
  lease: {
    type: 'PgTransaction',
    use: [...statements, 'rollback'],
    isLazy: true,
    release: [],
    scoped: [{ method: 'transaction', callback: 'first', handle: 'PgTransaction' }],
    dispose: 'none',
  },
});
