import { defineDriver } from './driver.ts';
import { optionsOfPostgres } from './options-of-postgres.ts';

/** https://github.com/porsager/postgres (postgres.js): the pool is a function for templates. */
export default defineDriver({
  package: 'postgres',
  passed: { type: 'ISql' },
  pool: {
    type: 'Sql',
    create: ['default()'],
    acquire: [{ method: 'reserve', callback: 'none' }],
    oneShot: ['()', 'unsafe', 'file', 'notify'],
    scoped: [{ method: 'begin', handle: 'TransactionSql' }],
    close: ['end'],
    options: optionsOfPostgres,
  },
  lease: [
    {
      // The typings promise all of `Sql`; `begin`, `end`, `listen` and `reserve` are undefined on it.
      type: 'ReservedSql',
      isAlso: 'Sql',
      use: ['()', 'unsafe', 'file', 'notify'],
      release: ['release'],
      releasesAtOnce: true,
      // https://github.com/porsager/postgres#await-: a query is sent when it is awaited.
      isLazy: true,
      transaction: {},
      // https://github.com/porsager/postgres#transactions: `sql.begin(sql => [sql`…`, sql`…`])`.
      pipelines: true,
      inert: ['json', 'array', 'typed'],
      dispose: 'none',
    },
    {
      type: 'TransactionSql',
      use: ['()', 'unsafe', 'file', 'notify', 'prepare'],
      release: [],
      releasesAtOnce: true,
      isLazy: true,
      pipelines: true,
      inert: ['json', 'array', 'typed'],
      scoped: [{ method: 'savepoint', handle: 'TransactionSql' }],
      dispose: 'none',
    },
  ],
});
