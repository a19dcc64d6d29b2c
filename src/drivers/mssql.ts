import { defineDriver } from './driver.ts';
import { listening } from './listening.ts';

/**
 * https://tediousjs.github.io/node-mssql: no method gives a connection. Transactions and prepared
 * statements take one when they begin and give it back when they end.
 *
 * A connection that the server ends is marked, and the pool emits nothing.
 */
export default defineDriver({
  package: 'mssql',
  modules: ['mssql', 'mssql/msnodesqlv8'],
  pool: [
    {
      type: 'ConnectionPool',
      create: ['new ConnectionPool', 'await connect()'],
      // The pool of the process: later calls get the same one, and their options are not looked at.
      shared: ['await connect()'],
      oneShot: ['query', 'batch'],
      // `connect` opens the pool; it gives no connection.
      gives: { connect: 'ConnectionPool', request: 'Request', transaction: 'Transaction' },
      close: ['close'],
      options: {
        size: { name: 'pool.max', default: 10 },
        minimum: { name: 'pool.min', default: 0 },
        timeouts: [
          { of: 'acquire', name: 'pool.acquireTimeoutMillis', default: 30_000 },
          { of: 'connect', name: 'connectionTimeout', default: 15_000 },
          { of: 'statement', name: 'requestTimeout', default: 15_000 },
          { of: 'idle', name: 'pool.idleTimeoutMillis', default: 30_000 },
        ],
      },
    },
    {
      type: 'Request',
      oneShot: ['query', 'batch', 'execute', 'bulk'],
      gives: {
        input: 'Request',
        replaceInput: 'Request',
        output: 'Request',
        transaction: 'Transaction',
        pstatement: 'PreparedStatement',
      },
    },
  ],
  standalone: [
    {
      type: 'Transaction',
      pooled: true,
      create: ['new Transaction'],
      open: ['begin'],
      use: ['request'],
      close: ['commit', 'rollback'],
      inert: [...listening],
      dispose: 'none',
    },
    {
      type: 'PreparedStatement',
      pooled: true,
      create: ['new PreparedStatement'],
      open: ['prepare'],
      use: ['execute'],
      close: ['unprepare'],
      inert: [...listening, 'input', 'output'],
      dispose: 'none',
    },
  ],
  module: { oneShot: ['query', 'batch'], close: ['close'] },
});
