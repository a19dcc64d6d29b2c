import { defineDriver } from './driver.ts';
import { optionsOfTypeorm } from './options-of-typeorm.ts';
import type { PoolType } from './driver.ts';

const entityMethods = [
  'query',
  'createQueryBuilder',
  'save',
  'insert',
  'upsert',
  'update',
  'delete',
  'remove',
  'softRemove',
  'softDelete',
  'recover',
  'restore',
  'preload',
  'clear',
  'increment',
  'decrement',
  'find',
  'findBy',
  'findAndCount',
  'findAndCountBy',
  'findOne',
  'findOneBy',
  'findOneOrFail',
  'findOneByOrFail',
  'exists',
  'existsBy',
  'count',
  'countBy',
  'sum',
  'average',
  'minimum',
  'maximum',
];

const dataSource: Omit<PoolType, 'type'> = {
  // `createConnection` is the name before 0.3.
  create: ['new DataSource', 'await createConnection()'],
  // No connection is taken before the first statement, but the runner has to be released all the same.
  acquire: [
    { method: 'createQueryRunner', returns: 'value', opens: ['connect'], callback: 'none' },
  ],
  oneShot: ['query', 'sql', 'createQueryBuilder', 'synchronize', 'dropDatabase', 'runMigrations'],
  scoped: [{ method: 'transaction', handle: 'EntityManager' }],
  gives: {
    initialize: 'DataSource',
    connect: 'DataSource',
    manager: 'EntityManager',
    mongoManager: 'MongoEntityManager',
    createEntityManager: 'EntityManager',
    getRepository: 'Repository',
    getTreeRepository: 'TreeRepository',
    getMongoRepository: 'MongoRepository',
  },
  close: ['destroy', 'close'],
  options: optionsOfTypeorm,
};

// A scope's handle has this type too; only the binding tells whether it is the root.
const entityManager: Omit<PoolType, 'type'> = {
  create: [],
  oneShot: entityMethods,
  scoped: [{ method: 'transaction', handle: 'EntityManager' }],
  gives: {
    dataSource: 'DataSource',
    connection: 'DataSource',
    queryRunner: 'QueryRunner',
    getRepository: 'Repository',
    getTreeRepository: 'TreeRepository',
    getMongoRepository: 'MongoRepository',
    withRepository: 'Repository',
  },
};

const repository: Omit<PoolType, 'type'> = {
  create: [],
  boundBy: { method: 'withRepository', since: '0.3.0' },
  oneShot: entityMethods,
  gives: { manager: 'EntityManager', queryRunner: 'QueryRunner' },
};

/** https://typeorm.io/docs/query-runner, 0.3 and 1.x. */
export default defineDriver({
  package: 'typeorm',
  ambient: [
    'typeorm-transactional',
    'typeorm-transactional-cls-hooked',
    '@nestjs-cls/transactional',
  ],
  passed: { type: 'EntityManager' },
  pool: [
    { type: 'DataSource', ...dataSource },
    {
      type: 'Connection',
      ...dataSource,
      create: ['new Connection'],
      gives: { ...dataSource.gives, initialize: 'Connection', connect: 'Connection' },
    },
    { type: 'ConnectionManager', create: [], gives: { get: 'DataSource', create: 'DataSource' } },
    { type: 'EntityManager', ...entityManager },
    { type: 'MongoEntityManager', ...entityManager },
    { type: 'Repository', ...repository },
    { type: 'TreeRepository', ...repository },
    {
      type: 'MongoRepository',
      ...repository,
      gives: { ...repository.gives, manager: 'MongoEntityManager' },
    },
  ],
  lease: {
    type: 'QueryRunner',
    use: [
      'connect',
      'query',
      'sql',
      'stream',
      'startTransaction',
      'commitTransaction',
      'rollbackTransaction',
      'getTable',
      'getTables',
      'hasTable',
      'hasColumn',
      'createTable',
      'dropTable',
      'renameTable',
      'addColumn',
      'addColumns',
      'changeColumn',
      'dropColumn',
      'createIndex',
      'dropIndex',
      'createForeignKey',
      'dropForeignKey',
      'createSchema',
      'clearTable',
      'clearDatabase',
    ],
    release: ['release'],
    // On PostgreSQL and SQL Server a second call does nothing; on MySQL it releases the connection again.
    repeatable: true,
    ended: ['isReleased'],
    transaction: {
      begin: ['startTransaction'],
      commit: ['commitTransaction'],
      rollback: ['rollbackTransaction'],
      active: ['isTransactionActive'],
    },
    inert: ['enableSqlMemory', 'disableSqlMemory', 'clearSqlMemory', 'getMemorySql'],
    gives: { manager: 'EntityManager' },
    // It commits even when the scope throws.
    dispose: 'commit',
    disposeSince: '1.0.0',
  },
  module: {
    gives: {
      getConnection: 'DataSource',
      getConnectionManager: 'ConnectionManager',
      getManager: 'EntityManager',
      getRepository: 'Repository',
      getTreeRepository: 'TreeRepository',
      getMongoRepository: 'MongoRepository',
      getMongoManager: 'MongoEntityManager',
    },
  },
});
