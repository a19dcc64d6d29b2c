import { defineDriver } from './driver.ts';
import { optionsOfMongodb } from './options-of-mongodb.ts';
import type { Acquire } from './driver.ts';
import { listening } from './listening.ts';

const startSession: Acquire = { method: 'startSession', callback: 'none' };

/** https://mongoosejs.com/docs/transactions.html */
export default defineDriver({
  package: 'mongoose',
  // The session is the driver's own.
  typings: ['mongoose', 'mongodb'],
  passed: { type: 'ClientSession' },
  // https://mongoosejs.com/docs/transactions.html#asynclocalstorage: not for withTransaction().
  ambientBy: [{ method: 'set', option: 'transactionAsyncLocalStorage', inside: ['transaction'] }],
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
        models: 'Models',
        db: 'mongodb#Db',
        getClient: 'mongodb#MongoClient',
      },
      close: ['close', 'destroy'],
      options: optionsOfMongodb,
    },
    {
      type: 'Model',
      create: [],
      acquire: [startSession],
      // https://mongoosejs.com/docs/api/model.html; queries take the session as a method, too.
      carries: {
        option: 'session',
        chained: ['session'],
        behindList: ['create'],
        methods: {
          create: 1,
          insertMany: 1,
          bulkWrite: 1,
          bulkSave: 1,
          find: 2,
          findOne: 2,
          findById: 2,
          findOneAndUpdate: 2,
          findOneAndDelete: 1,
          findOneAndReplace: 2,
          findByIdAndUpdate: 2,
          findByIdAndDelete: 1,
          updateOne: 2,
          updateMany: 2,
          replaceOne: 2,
          deleteOne: 1,
          deleteMany: 1,
          countDocuments: 1,
          estimatedDocumentCount: 0,
          distinct: 2,
          exists: 1,
          aggregate: 1,
        },
      },
      gives: { db: 'Connection' },
      rows: 'Document',
    },
    { type: 'Models', create: [], gives: { '*': 'Model' } },
    {
      type: 'Document',
      create: [],
      carries: {
        option: 'session',
        bound: ['$session'],
        methods: { save: 0, deleteOne: 0, updateOne: 1, replaceOne: 1 },
      },
    },
  ],
  lease: {
    type: 'ClientSession',
    use: ['commitTransaction', 'abortTransaction'],
    release: ['endSession'],
    ended: ['hasEnded'],
    transaction: {
      opens: ['startTransaction'],
      commit: ['commitTransaction'],
      rollback: ['abortTransaction'],
      active: ['inTransaction'],
    },
    inert: [...listening, 'startTransaction', 'inTransaction', 'equals'],
    scoped: [{ method: 'withTransaction', callback: 'first', handle: 'ClientSession' }],
    dispose: 'rollback',
    disposeSince: '8.7.0',
  },
  module: {
    acquire: [startSession],
    gives: { connection: 'Connection', model: 'Model', models: 'Models' },
    ofOwnPool: ['startSession', 'connection', 'model', 'models'],
    close: ['disconnect'],
  },
});
