import type { Adapter, Trouble } from '../pool/adapter.ts';
import { codeOf } from '../pool/trouble.ts';

/** The bit of the server's status that says that a transaction is open. */
export const inTransaction = 1;

/** How a transaction of MySQL and MariaDB begins and ends. */
const statements = {
  begin: 'START TRANSACTION',
  commit: 'COMMIT',
  rollback: 'ROLLBACK',
} as const;

const troubles: Readonly<Record<string, Trouble>> = {
  ER_CON_COUNT_ERROR: 'full',
  ER_TOO_MANY_USER_CONNECTIONS: 'full',
  ER_USER_LIMIT_REACHED: 'full',
  ER_SERVER_SHUTDOWN: 'retry',
  ER_OPTION_PREVENTS_STATEMENT: 'failover',
  ER_READ_ONLY_MODE: 'failover',
  PROTOCOL_CONNECTION_LOST: 'broken',
};

/** What an error of MySQL or MariaDB means for the pool. */
function classify(error: unknown): Trouble | undefined {
  const known = troubles[codeOf(error)];
  if (known !== undefined) return known;
  // Both drivers mark the errors that end a connection; one that refuses a login is marked too.
  const { fatal, errno } = Object(error) as { readonly fatal?: unknown; readonly errno?: unknown };
  return fatal === true && !(Number(errno) > 0) ? 'broken' : undefined;
}

/** What the pool needs of a connection of `mysql2/promise` or `mariadb`. */
export interface MysqlConnection {
  end(): Promise<unknown>;
  destroy(): void;
  ping(): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'end', listener: () => void): unknown;
}

/** What both drivers have in common; `opened` sees each connection once, before anybody else. */
export function adapterFor<Connection extends MysqlConnection>(
  connect: () => Promise<Connection>,
  transactionState: NonNullable<Adapter<Connection>['transactionState']>,
  opened?: (connection: Connection) => void,
): Adapter<Connection> {
  return {
    async create({ broken }) {
      const connection = await connect();
      connection.on('error', broken);
      connection.on('end', () => broken(new Error('The server ended the connection.')));
      opened?.(connection);
      return connection;
    },
    destroy: connection => connection.end(),
    kill: connection => connection.destroy(),
    validate: connection => connection.ping().then(() => true),
    transactionState,
    classify,
    statements,
  };
}
