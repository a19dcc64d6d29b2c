import { defineDriver } from './driver.ts';
import type { PoolType } from './driver.ts';

/** What the manager of every database has; its copies have its own type. */
const entityManager = (type: string): PoolType => ({
  type,
  create: [],
  oneShot: [
    'find',
    'findAll',
    'findAndCount',
    'findByCursor',
    'findOne',
    'findOneOrFail',
    'refresh',
    'refreshOrFail',
    'count',
    'insert',
    'insertMany',
    'upsert',
    'upsertMany',
    'nativeUpdate',
    'nativeDelete',
    'lock',
    'populate',
    'flush',
  ],
  // `begin`, `commit` and `rollback` give nothing to hold: the manager stays what it was.
  scoped: [{ method: 'transactional', callback: 'first', handle: type }],
  gives: { fork: type, getContext: type },
});

const core = entityManager('EntityManager');
const sql = entityManager('SqlEntityManager');

/** https://mikro-orm.io/docs/transactions: a scope's handle is a fork, of the type of the root. */
export default defineDriver({
  package: '@mikro-orm/core',
  modules: ['@mikro-orm/core', '@mikro-orm/postgresql', '@mikro-orm/mysql'],
  // The SQL packages share `knex` (6) or `sql` (7).
  typings: [
    '@mikro-orm/core',
    '@mikro-orm/postgresql',
    '@mikro-orm/mysql',
    '@mikro-orm/knex',
    '@mikro-orm/sql',
  ],
  pool: [
    {
      type: 'MikroORM',
      create: ['await MikroORM.init()', 'MikroORM.initSync()', 'new MikroORM'],
      gives: { em: 'EntityManager' },
      close: ['close'],
      // Handed on to the database's own pool, whose default counts.
      options: {
        size: { name: 'pool.max', default: 10 },
        minimum: { name: 'pool.min', default: 0 },
      },
    },
    core,
    {
      ...sql,
      oneShot: [...(sql.oneShot ?? []), 'execute', 'createQueryBuilder', 'qb'],
      gives: { ...sql.gives, getKnex: 'knex#Knex' },
    },
  ],
});
