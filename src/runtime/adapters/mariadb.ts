import type { Adapter, TransactionState } from '../pool/adapter.ts';
import { classify, inTransaction, statements } from './mysql.ts';

/** What the pool needs of a connection of `mariadb`. */
export interface MariadbConnection {
  end(): Promise<unknown>;
  destroy(): void;
  ping(): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'end', listener: () => void): unknown;
}

/** Connections of `mariadb`: `createPool({ ...mariadb(() => createConnection(config)), max: 5 })`. */
export function mariadb<Connection extends MariadbConnection>(
  connect: () => Promise<Connection>,
): Adapter<Connection> {
  return {
    async create({ broken }) {
      const connection = await connect();
      connection.on('error', broken);
      connection.on('end', () => broken(new Error('The server ended the connection.')));
      return connection;
    },
    destroy: connection => connection.end(),
    kill: connection => connection.destroy(),
    validate: connection => connection.ping().then(() => true),
    transactionState: mariadbTransactionState,
    classify,
    statements,
  };
}

/** Whether a connection of `mariadb` is in a transaction, as of the server's last answer. */
export function mariadbTransactionState(connection: object): TransactionState {
  // Typings leave the status out; it comes with every answer of the server.
  const { info } = connection as { readonly info?: { readonly status?: number } };
  return ((info?.status ?? 0) & inTransaction) === 0 ? 'none' : 'open';
}
