export { lease, type ConnectionOf, type DriverPool } from './adapters/lease.ts';
export { mariadb } from './adapters/mariadb.ts';
export { mysql2 } from './adapters/mysql2.ts';
export { pg } from './adapters/pg.ts';
export { LeakDetector } from './detector/detector.ts';
export { foreignAwaits, type ForeignAwaits } from './detector/foreign-awaits.ts';
export type { DetectorOptions } from './detector/options.ts';
export { reportChannel } from './detector/outlet.ts';
export type { ForeignCall, Holder, Report, ReportKind } from './detector/report.ts';
export type { Hold, HoldLedger, HoldListener } from './holds/hold.ts';
export {
  readFamilies,
  type Family,
  type FourNames,
  type MetricsOptions,
  type Sample,
} from './metrics/families.ts';
export { instrument, type Meter } from './metrics/open-telemetry.ts';
export { registerMetrics, type PromRegistry } from './metrics/prom-client.ts';
export { prometheusContentType, toPrometheus } from './metrics/prometheus.ts';
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
export { toHtml } from './report/html.ts';
export { Recorder, type RecorderOptions } from './report/recorder.ts';
export type { Timeline } from './report/timeline.ts';
export { Guard, LeftOpenError } from './testing/guard.ts';
export { sharedDetector } from './watch/shared.ts';
export { UnknownPoolError, unwatch, watch, type WatchOptions } from './watch/watch.ts';
export type { Watch, WatchedPool, WatchStats } from './watch/watched.ts';
