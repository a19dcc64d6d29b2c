import { defineDriver } from './driver.ts';

/** https://www.prisma.io/docs/orm/prisma-client, 6 and 7, as `prisma-client-js` generates it. */
export default defineDriver({
  package: '@prisma/client',
  typings: ['@prisma/client', '.prisma/client'],
  // Size and wait are options of the adapter or, before 7, of the connection string.
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
    release: [],
    // The client queues what an interactive transaction is given at once.
    pipelines: true,
    dispose: 'none',
  },
});
