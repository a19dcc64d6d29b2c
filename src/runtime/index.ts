export { lease } from './adapters/lease.ts';
export { mariadb } from './adapters/mariadb.ts';
export { mysql2 } from './adapters/mysql2.ts';
export { pg } from './adapters/pg.ts';
export type { Adapter, ConnectContext, TransactionState, Trouble } from './pool/adapter.ts';
export {
  AcquireTimeoutError,
  ConnectError,
  LeaseReleasedError,
  PoolClosedError,
  PoolError,
  PoolOptionError,
  QueueFullError,
  TransactionFailedError,
} from './pool/errors.ts';
export type { PoolEvent, Reason } from './pool/events.ts';
export type { Lease } from './pool/lease.ts';
export type { PoolLimits, PoolOptions } from './pool/options.ts';
export { createPool, type Pool, type TransactionOptions } from './pool/pool.ts';
export type { PoolStats } from './pool/stats.ts';
export type { AcquireOptions } from './pool/waiting.ts';
