import { defineDriver } from './driver.ts';
import type { Acquire } from './driver.ts';
import { listening } from './listening.ts';

const startSession: Acquire = { method: 'startSession', callback: 'none' };

/** https://mongoosejs.com/docs/transactions.html */
export default defineDriver({
  package: 'mongoose',
  // The session is the driver's own.
  typings: ['mongoose', 'mongodb'],
  pool: [
    {
      type: 'Connection',
      create: ['createConnection()'],
      acquire: [startSession],
      scoped: [
        { method: 'transaction', callback: 'first', handle: 'ClientSession' },
        { method: 'withSession', handle: 'ClientSession' },
      ],
      gives: {
        asPromise: 'Connection',
        openUri: 'Connection',
        useDb: 'Connection',
        model: 'Model',
        db: 'mongodb#Db',
        getClient: 'mongodb#MongoClient',
      },
      close: ['close', 'destroy'],
      size: { name: 'maxPoolSize', default: 100 },
      // 0 waits for ever.
      acquireTimeout: { name: 'waitQueueTimeoutMS', default: null },
    },
    {
      type: 'Model',
      create: [],
      acquire: [startSession],
      oneShot: [
        'create',
        'insertMany',
        'bulkWrite',
        'bulkSave',
        'find',
        'findOne',
        'findById',
        'findOneAndUpdate',
        'findOneAndDelete',
        'findOneAndReplace',
        'findByIdAndUpdate',
        'findByIdAndDelete',
        'updateOne',
        'updateMany',
        'replaceOne',
        'deleteOne',
        'deleteMany',
        'countDocuments',
        'estimatedDocumentCount',
        'distinct',
        'exists',
        'aggregate',
      ],
      gives: { db: 'Connection' },
    },
  ],
  lease: {
    type: 'ClientSession',
    use: ['commitTransaction', 'abortTransaction'],
    release: ['endSession'],
    ended: ['hasEnded'],
    inert: [...listening, 'startTransaction', 'inTransaction', 'equals'],
    scoped: [{ method: 'withTransaction', callback: 'first', handle: 'ClientSession' }],
    dispose: 'rollback',
    disposeSince: '8.7.0',
  },
  module: {
    acquire: [startSession],
    gives: { connection: 'Connection', model: 'Model' },
    close: ['disconnect'],
  },
});
