import { defineDriver } from './driver.ts';

/** Positions of the options: https://sequelize.org/api/v6/class/src/model.js~model */
const ofModels = {
  findAll: 0,
  findOne: 0,
  findByPk: 1,
  findOrCreate: 0,
  findCreateFind: 0,
  findOrBuild: 0,
  findAndCountAll: 0,
  count: 0,
  max: 1,
  min: 1,
  sum: 1,
  create: 1,
  bulkCreate: 1,
  upsert: 1,
  truncate: 0,
};

const ofRows = {
  save: 0,
  update: 1,
  destroy: 0,
  restore: 0,
  reload: 0,
  increment: 1,
  decrement: 1,
};

/** Methods that an association adds to rows; those of sequelize-typescript begin with `$`. */
const ofAssociations = {
  'create*': 1,
  'add*': 1,
  'remove*': 1,
  'count*': 0,
  'has*': 1,
  $set: 2,
  $add: 2,
  $remove: 2,
  $create: 2,
  $get: 1,
  $count: 1,
  $has: 2,
};

const rows = { findOne: 'Model', findByPk: 'Model', create: 'Model', build: 'Model' };

/** https://sequelize.org/docs/v6/other-topics/transactions: queries take the transaction as an option. */
export default defineDriver({
  package: 'sequelize',
  modules: ['sequelize', 'sequelize-typescript'],
  ambient: ['cls-hooked', 'continuation-local-storage', '@nestjs-cls/transactional'],
  passed: { type: 'Transaction' },
  // https://sequelize.org/docs/v6/other-topics/transactions/#automatically-pass-transactions-to-all-queries
  ambientBy: [{ method: 'useCLS', inside: ['transaction'] }],
  pool: [
    {
      type: 'Sequelize',
      create: ['new Sequelize', 'new default'],
      acquire: [{ method: 'transaction', callback: 'scoped' }],
      oneShot: ['query', 'authenticate', 'sync', 'truncate', 'drop'],
      carries: { option: 'transaction', methods: { query: 1 } },
      // `import` until version 5.
      gives: { connectionManager: 'ConnectionManager', define: 'Model', import: 'Model' },
      loads: 'Model',
      close: ['close'],
      options: {
        size: { name: 'pool.max', default: 5 },
        minimum: { name: 'pool.min', default: 0 },
        timeouts: [
          { of: 'acquire', name: 'pool.acquire', default: 60_000 },
          { of: 'idle', name: 'pool.idle', default: 10_000 },
          { of: 'lifetime', name: 'pool.maxUses', unit: 'uses', default: null, suggested: 7500 },
        ],
        url: {
          options: [],
          ignored: ['max', 'pool_max', 'connection_limit', 'connectionLimit', 'pool', 'poolSize'],
        },
        by: { option: 'dialect', of: { sqlite: null } },
      },
    },
    // The class itself, whose static members models inherit, and its rows.
    {
      type: 'Model',
      create: [],
      carries: { option: 'transaction', methods: { ...ofModels, ...ofRows, ...ofAssociations } },
      gives: { sequelize: 'Sequelize', ...rows },
    },
    {
      type: 'ConnectionManager',
      create: [],
      acquire: [{ method: 'getConnection', lease: '*', callback: 'none' }],
      releaseByArgument: ['releaseConnection', 'destroyConnection'],
      close: ['close'],
    },
  ],
  lease: [
    {
      type: 'Transaction',
      use: [],
      release: ['commit', 'rollback'],
      ended: ['finished'],
      inert: ['afterCommit'],
      dispose: 'none',
    },
    { type: '*', use: ['*'], release: [], dispose: 'none' },
  ],
  module: { gives: { Model: 'Model' } },
});
