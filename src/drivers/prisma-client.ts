import { defineDriver } from './driver.ts';

/** https://www.prisma.io/docs/orm/prisma-client, 6 and 7, as `prisma-client-js` generates it. */
export default defineDriver({
  package: '@prisma/client',
  typings: ['@prisma/client', '.prisma/client'],
  generated: ['PrismaClient', 'Prisma'],
  passed: { type: 'Prisma.TransactionClient' },
  pool: [
    {
      type: 'PrismaClient',
      oneShot: ['$queryRaw', '$queryRawUnsafe', '$executeRaw', '$executeRawUnsafe'],
      // An array in place of the callback runs no code of ours while it holds the connection.
      scoped: [
        { method: '$transaction', callback: 'first', handle: 'TransactionClient', isTelling: true },
      ],
      // Models are generated: `prisma.patient.findMany()` has no name that is always there.
      gives: { $extends: 'PrismaClient', '*': 'ModelDelegate' },
      close: ['$disconnect'],
      reopens: true,
      options: {
        // Before 7 the connection string alone says it, and the schema has that in a variable.
        size: { name: 'connection_limit', otherwise: 'two for each processor and one more' },
        timeouts: [{ of: 'acquire', name: 'pool_timeout', unit: 's', default: 10 }],
        url: {
          options: ['datasourceUrl', 'datasources.db.url'],
          variable: 'DATABASE_URL',
          sets: { connection_limit: 'connection_limit', pool_timeout: 'pool_timeout' },
          ignored: ['max', 'pool_max', 'connectionLimit', 'pool', 'poolSize', 'maxPoolSize'],
        },
        givenBy: ['adapter', 'accelerateUrl'],
      },
    },
    {
      type: 'ModelDelegate',
      create: [],
      oneShot: [
        'findUnique',
        'findUniqueOrThrow',
        'findFirst',
        'findFirstOrThrow',
        'findMany',
        'create',
        'createMany',
        'createManyAndReturn',
        'update',
        'updateMany',
        'updateManyAndReturn',
        'upsert',
        'delete',
        'deleteMany',
        'count',
        'aggregate',
        'groupBy',
      ],
    },
  ],
  lease: {
    type: 'TransactionClient',
    use: ['*'],
    isLazy: true,
    release: [],
    // The client queues what an interactive transaction is given at once.
    pipelines: true,
    dispose: 'none',
  },
});
