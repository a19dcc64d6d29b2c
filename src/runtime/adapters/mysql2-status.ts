import type { TransactionState } from '../pool/adapter.ts';
import { inTransaction } from './mysql.ts';

/** A command on its way to the server. */
interface Command {
  onResult?: (error: unknown, result: unknown, ...rest: readonly unknown[]) => unknown;
}

/** What `mysql2` has beside its typings. */
interface Internals {
  addCommand?(command: Command): Command;
}

/** Connections whose answers are read, with the last status that one of them had. */
const statuses = new WeakMap<object, number>();

/** Whether a connection of `mysql2` is in a transaction, since it is watched. */
export function mysql2TransactionState(connection: object): TransactionState {
  const status = statuses.get(innerOf(connection)) ?? 0;
  return (status & inTransaction) === 0 ? 'none' : 'open';
}

/** Reads the server's status from its answers: the driver hands it on, and keeps it nowhere. */
export function watchStatus(connection: object): void {
  const inner = innerOf(connection);
  const addCommand = inner.addCommand?.bind(inner);
  if (statuses.has(inner) || addCommand === undefined) return;
  statuses.set(inner, 0);
  inner.addCommand = command => {
    const { onResult } = command;
    if (typeof onResult !== 'function') return addCommand(command);
    command.onResult = function (this: unknown, error, result, ...rest) {
      const answer: unknown = Array.isArray(result) ? result.at(-1) : result;
      // Rows have no status, so they leave what the last statement said.
      const { serverStatus } = Object(answer) as { readonly serverStatus?: unknown };
      if (typeof serverStatus === 'number') statuses.set(inner, serverStatus);
      return onResult.call(this, error, result, ...rest);
    };
    return addCommand(command);
  };
}

/** A promise connection, and a pool's, wrap the connection that commands go through. */
function innerOf(connection: object): Internals {
  const { connection: inner } = connection as { readonly connection?: object };
  return inner ?? connection;
}
