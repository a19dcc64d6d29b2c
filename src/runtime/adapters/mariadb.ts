import type { Adapter, TransactionState } from '../pool/adapter.ts';
import { adapterFor, inTransaction, type MysqlConnection } from './mysql.ts';

/** Connections of `mariadb`: `createPool({ ...mariadb(() => createConnection(config)), max: 5 })`. */
export function mariadb<Connection extends MysqlConnection>(
  connect: () => Promise<Connection>,
): Adapter<Connection> {
  return adapterFor(connect, mariadbTransactionState);
}

/** Whether a connection of `mariadb` is in a transaction, as of the server's last answer. */
export function mariadbTransactionState(connection: object): TransactionState {
  // Typings leave the status out; it comes with every answer of the server.
  const { info } = connection as { readonly info?: { readonly status?: number } };
  return ((info?.status ?? 0) & inTransaction) === 0 ? 'none' : 'open';
}
