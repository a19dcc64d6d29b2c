import { defineDriver } from './driver.ts';
import { listening } from './listening.ts';

/** https://www.mongodb.com/docs/drivers/node/current/crud/transactions: operations take the session as an option. */
export default defineDriver({
  package: 'mongodb',
  pool: [
    {
      type: 'MongoClient',
      create: ['new MongoClient', 'await MongoClient.connect()'],
      acquire: [{ method: 'startSession', returns: 'value', callback: 'none' }],
      oneShot: ['bulkWrite'],
      scoped: [{ method: 'withSession', handle: 'ClientSession' }],
      gives: { connect: 'MongoClient', db: 'Db' },
      close: ['close'],
      // Per server of the cluster; 0 is no limit.
      size: { name: 'maxPoolSize', default: 100 },
      // 0 waits for ever.
      acquireTimeout: { name: 'waitQueueTimeoutMS', default: null },
    },
    {
      type: 'Db',
      create: [],
      oneShot: ['command', 'createCollection', 'dropCollection', 'dropDatabase', 'createIndex'],
      gives: { client: 'MongoClient', collection: 'Collection' },
    },
    {
      type: 'Collection',
      create: [],
      oneShot: [
        'insertOne',
        'insertMany',
        'bulkWrite',
        'updateOne',
        'updateMany',
        'replaceOne',
        'deleteOne',
        'deleteMany',
        'findOne',
        'findOneAndDelete',
        'findOneAndReplace',
        'findOneAndUpdate',
        'countDocuments',
        'estimatedDocumentCount',
        'distinct',
        'createIndex',
        'dropIndex',
        'drop',
      ],
      gives: { db: 'Db' },
    },
  ],
  lease: {
    type: 'ClientSession',
    use: ['commitTransaction', 'abortTransaction'],
    release: ['endSession'],
    ended: ['hasEnded'],
    inert: [
      ...listening,
      'startTransaction',
      'inTransaction',
      'equals',
      'advanceClusterTime',
      'advanceOperationTime',
    ],
    scoped: [{ method: 'withTransaction', callback: 'first', handle: 'ClientSession' }],
    dispose: 'rollback',
    disposeSince: '6.9.0',
  },
});
