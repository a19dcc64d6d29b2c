import { defineDriver } from './driver.ts';

const statements = [
  'selectFrom',
  'selectNoFrom',
  'insertInto',
  'replaceInto',
  'updateTable',
  'deleteFrom',
  'mergeInto',
  'with',
  'withRecursive',
  'executeQuery',
  'schema',
  'introspection',
];

/** https://kysely.dev/docs/category/transactions: builders run nothing until `execute`. */
export default defineDriver({
  package: 'kysely',
  passed: {},
  pool: [
    {
      type: 'Kysely',
      oneShot: statements,
      gives: {
        transaction: 'TransactionBuilder',
        startTransaction: 'ControlledTransactionBuilder',
        connection: 'ConnectionBuilder',
        withPlugin: 'Kysely',
        withoutPlugins: 'Kysely',
        withSchema: 'Kysely',
        withTables: 'Kysely',
      },
      close: ['destroy'],
    },
    {
      type: 'TransactionBuilder',
      create: [],
      scoped: [{ method: 'execute', handle: 'Transaction' }],
      gives: { setAccessMode: 'TransactionBuilder', setIsolationLevel: 'TransactionBuilder' },
    },
    {
      type: 'ControlledTransactionBuilder',
      create: [],
      acquire: [{ method: 'execute', callback: 'none' }],
      gives: {
        setAccessMode: 'ControlledTransactionBuilder',
        setIsolationLevel: 'ControlledTransactionBuilder',
      },
    },
    {
      type: 'ConnectionBuilder',
      create: [],
      // The handle has the type of the root, so only its parameter tells them apart.
      scoped: [{ method: 'execute', handle: 'Kysely' }],
    },
  ],
  lease: [
    {
      type: 'ControlledTransaction',
      isLazy: true,
      use: [...statements, 'savepoint', 'rollbackToSavepoint', 'releaseSavepoint'],
      release: ['commit', 'rollback'],
      completedBy: 'execute',
      gives: {
        withPlugin: 'ControlledTransaction',
        withoutPlugins: 'ControlledTransaction',
        withSchema: 'ControlledTransaction',
        withTables: 'ControlledTransaction',
      },
      dispose: 'throws',
      disposeSince: '0.28.0',
    },
    {
      type: 'Transaction',
      use: statements,
      isLazy: true,
      release: [],
      gives: {
        withPlugin: 'Transaction',
        withoutPlugins: 'Transaction',
        withSchema: 'Transaction',
        withTables: 'Transaction',
      },
      dispose: 'throws',
      disposeSince: '0.28.0',
    },
  ],
});
