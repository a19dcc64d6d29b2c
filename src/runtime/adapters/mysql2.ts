import type { Adapter } from '../pool/adapter.ts';
import { adapterFor, type MysqlConnection } from './mysql.ts';
import { mysql2TransactionState, watchStatus } from './mysql2-status.ts';

/** Connections of `mysql2/promise`: `createPool({ ...mysql2(() => createConnection(config)), max: 5 })`. */
export function mysql2<Connection extends MysqlConnection>(
  connect: () => Promise<Connection>,
): Adapter<Connection> {
  return adapterFor(connect, mysql2TransactionState, watchStatus);
}
