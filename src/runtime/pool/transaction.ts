import type { Adapter, TransactionStatements } from './adapter.ts';
import { TransactionFailedError } from './errors.ts';
import type { Lease } from './lease.ts';

const standard: TransactionStatements = { begin: 'BEGIN', commit: 'COMMIT', rollback: 'ROLLBACK' };

/**
 * Runs work in a transaction on a lease: commit when it returns, rollback when it throws.
 *
 * A transaction that cannot be rolled back ends with its connection. It is never committed then.
 */
export async function runInTransaction<Connection extends object, Result>(
  lease: Lease<Connection>,
  { statements = standard, transactionState }: Adapter<Connection>,
  poolName: string,
  work: (lease: Lease<Connection>) => Result | Promise<Result>,
  begin: string = statements.begin,
): Promise<Result> {
  await run(lease, begin);
  let result: Result;
  try {
    result = await work(lease);
    // PostgreSQL answers COMMIT of a failed transaction with a rollback, and calls it a success.
    if (transactionState?.(lease.connection) === 'failed')
      throw new TransactionFailedError(poolName);
  } catch (error) {
    await rollBack(lease, statements.rollback);
    throw error;
  }
  await run(lease, statements.commit);
  return result;
}

async function rollBack<Connection extends object>(
  lease: Lease<Connection>,
  rollback: string,
): Promise<void> {
  if (!lease.isOpen) return;
  try {
    await run(lease, rollback);
  } catch {
    // What made us roll back is on its way to the caller; the connection ends the transaction.
    if (lease.isOpen) lease.destroy();
  }
}

function run<Connection extends object>(lease: Lease<Connection>, sql: string): unknown {
  // Every driver with transactions runs text.
  return (lease.query as (text: string) => unknown)(sql);
}
