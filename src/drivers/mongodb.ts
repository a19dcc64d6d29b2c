import { defineDriver } from './driver.ts';
import { optionsOfMongodb } from './options-of-mongodb.ts';
import { listening } from './listening.ts';

/** https://www.mongodb.com/docs/drivers/node/current/crud/transactions: operations take the session as an option. */
export default defineDriver({
  package: 'mongodb',
  passed: { type: 'ClientSession' },
  pool: [
    {
      type: 'MongoClient',
      create: ['new MongoClient', 'await MongoClient.connect()'],
      acquire: [{ method: 'startSession', returns: 'value', callback: 'none' }],
      oneShot: ['bulkWrite'],
      scoped: [{ method: 'withSession', handle: 'ClientSession' }],
      gives: { connect: 'MongoClient', db: 'Db' },
      close: ['close'],
      options: optionsOfMongodb,
      // Since 4.7 the first operation connects again.
      reopens: true,
    },
    {
      type: 'Db',
      create: [],
      oneShot: ['dropDatabase'],
      carries: {
        option: 'session',
        methods: { command: 1, createCollection: 1, dropCollection: 1, createIndex: 2 },
      },
      gives: { client: 'MongoClient', collection: 'Collection' },
    },
    {
      type: 'Collection',
      create: [],
      oneShot: ['drop'],
      // https://mongodb.github.io/node-mongodb-native/6.20/classes/Collection.html
      carries: {
        option: 'session',
        methods: {
          insertOne: 1,
          insertMany: 1,
          bulkWrite: 1,
          updateOne: 2,
          updateMany: 2,
          replaceOne: 2,
          deleteOne: 1,
          deleteMany: 1,
          findOne: 1,
          findOneAndDelete: 1,
          findOneAndReplace: 2,
          findOneAndUpdate: 2,
          countDocuments: 1,
          estimatedDocumentCount: 0,
          distinct: 2,
          createIndex: 1,
          dropIndex: 1,
        },
      },
      gives: { db: 'Db' },
    },
  ],
  lease: {
    type: 'ClientSession',
    use: ['commitTransaction', 'abortTransaction'],
    release: ['endSession'],
    repeatable: true,
    ended: ['hasEnded'],
    transaction: {
      opens: ['startTransaction'],
      commit: ['commitTransaction'],
      rollback: ['abortTransaction'],
      active: ['inTransaction'],
    },
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
