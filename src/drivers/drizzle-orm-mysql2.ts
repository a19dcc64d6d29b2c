import { defineDriver } from './driver.ts';
import type { PoolType } from './driver.ts';
import { optionsOfMysql2 } from './options-of-mysql.ts';

const statements = [
  'query',
  'select',
  'selectDistinct',
  'insert',
  'update',
  'delete',
  'execute',
  'with',
  '$count',
];

const database: Omit<PoolType, 'type'> = {
  create: ['drizzle()'],
  oneShot: statements,
  scoped: [{ method: 'transaction', callback: 'first', handle: 'MySqlTransaction' }],
};

/** https://orm.drizzle.team/docs/transactions, over mysql2. */
export default defineDriver({
  package: 'drizzle-orm/mysql2',
  modules: ['drizzle-orm/mysql2', 'drizzle-orm/mysql-core'],
  pool: [
    {
      type: 'MySql2Database',
      ...database,
      // Without a client it makes a pool of its own.
      options: { ...optionsOfMysql2, inside: 'connection', givenBy: ['client'] },
    },
    { type: 'MySqlDatabase', ...database, create: [] },
  ],
  lease: {
    type: 'MySqlTransaction',
    use: [...statements, 'rollback'],
    isLazy: true,
    release: [],
    scoped: [{ method: 'transaction', callback: 'first', handle: 'MySqlTransaction' }],
    dispose: 'none',
  },
});
