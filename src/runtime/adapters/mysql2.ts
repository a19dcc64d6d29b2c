import type { Adapter } from '../pool/adapter.ts';
import { classify, statements } from './mysql.ts';
import { mysql2TransactionState, watchStatus } from './mysql2-status.ts';

/** What the pool needs of a connection of `mysql2/promise`. */
export interface Mysql2Connection {
  end(): Promise<unknown>;
  destroy(): void;
  ping(): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'end', listener: () => void): unknown;
}

/** Connections of `mysql2/promise`: `createPool({ ...mysql2(() => createConnection(config)), max: 5 })`. */
export function mysql2<Connection extends Mysql2Connection>(
  connect: () => Promise<Connection>,
): Adapter<Connection> {
  return {
    async create({ broken }) {
      const connection = await connect();
      connection.on('error', broken);
      connection.on('end', () => broken(new Error('The server ended the connection.')));
      watchStatus(connection);
      return connection;
    },
    destroy: connection => connection.end(),
    kill: connection => connection.destroy(),
    validate: connection => connection.ping().then(() => true),
    transactionState: mysql2TransactionState,
    classify,
    statements,
  };
}
