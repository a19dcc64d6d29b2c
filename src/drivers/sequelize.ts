import { defineDriver } from './driver.ts';

/** https://sequelize.org/docs/v6/other-topics/transactions: queries take the transaction as an option. */
export default defineDriver({
  package: 'sequelize',
  modules: ['sequelize', 'sequelize-typescript'],
  pool: [
    {
      type: 'Sequelize',
      create: ['new Sequelize', 'new default'],
      acquire: [{ method: 'transaction', callback: 'scoped' }],
      oneShot: ['query', 'authenticate', 'sync', 'truncate', 'drop'],
      gives: { connectionManager: 'ConnectionManager' },
      close: ['close'],
      size: { name: 'pool.max', default: 5 },
      acquireTimeout: { name: 'pool.acquire', default: 60_000 },
    },
    // The class itself; models inherit its static members.
    { type: 'Model', create: [], gives: { sequelize: 'Sequelize' } },
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
