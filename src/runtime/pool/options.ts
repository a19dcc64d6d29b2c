import type { Adapter } from './adapter.ts';
import { PoolOptionError } from './errors.ts';
import type { PoolEvent } from './events.ts';

/** Numbers of a pool. `null` is "no limit"; all times are milliseconds. */
export interface PoolLimits {
  /** Connections that are kept open without use, and opened again when they break. */
  readonly min: number;
  readonly max: number;
  /** How long an acquire may take, over queue, connect and validation together. */
  readonly acquireTimeoutMs: number | null;
  /** How long one attempt to connect, `setup` included, may take. */
  readonly connectTimeoutMs: number | null;
  readonly validateTimeoutMs: number | null;
  readonly resetTimeoutMs: number | null;
  readonly destroyTimeoutMs: number | null;
  /** A connection used more recently than this is handed out without validation. */
  readonly validateAfterIdleMs: number;
  readonly idleTimeoutMs: number | null;
  /** How often an idle connection is validated, so that nothing between it and us forgets it. */
  readonly keepaliveMs: number | null;
  readonly maxLifetimeMs: number | null;
  /** The share of the lifetime that chance may take away, so that connections do not end together. */
  readonly lifetimeJitter: number;
  readonly maxUses: number | null;
  /** How many may wait. */
  readonly maxQueue: number | null;
  /** First and longest pause between attempts to connect that failed. */
  readonly backoffMs: number;
  readonly backoffMaxMs: number;
  /** For how long the pool stays small after the server said that it is full. */
  readonly shrinkMs: number;
}

/** What makes a pool: an adapter, and whatever should differ from the defaults. */
export interface PoolOptions<Connection extends object>
  extends Adapter<Connection>, Partial<PoolLimits> {
  /** Names the pool in errors, reports and metrics. */
  readonly name?: string | undefined;
  /** Hears what happens beside the calls: broken connections, failed attempts, misuse. */
  readonly onEvent?: ((event: PoolEvent) => void) | undefined;
}

const defaults: PoolLimits = {
  min: 0,
  max: 10,
  acquireTimeoutMs: 30_000,
  connectTimeoutMs: 10_000,
  validateTimeoutMs: 2_000,
  resetTimeoutMs: 5_000,
  destroyTimeoutMs: 5_000,
  validateAfterIdleMs: 500,
  idleTimeoutMs: 30_000,
  keepaliveMs: 120_000,
  maxLifetimeMs: 1_800_000,
  lifetimeJitter: 0.1,
  maxUses: null,
  maxQueue: null,
  backoffMs: 100,
  backoffMaxMs: 5_000,
  shrinkMs: 5_000,
};

/** Numbers with every limit filled in; no limit is `Infinity`. */
export type Limits = { -readonly [Name in keyof PoolLimits]: number };

/** Fills in the defaults, and refuses numbers that make no pool. */
export function toLimits(options: Partial<PoolLimits>): Limits {
  const entries = Object.entries(defaults).map(([name, byDefault]) => {
    // Both objects have the keys of `PoolLimits`.
    const given = options[name as keyof PoolLimits];
    const value = given === undefined ? byDefault : given;
    if (value !== null && !(value >= 0)) throw new PoolOptionError(name, value);
    return [name, value ?? Infinity];
  });
  const limits: Limits = Object.fromEntries(entries);
  checkSize(limits.max, limits.min);
  return limits;
}

/** Refuses a size that no pool can have. */
export function checkSize(max: number, min: number): void {
  if (!(Number.isInteger(max) && max > 0)) throw new PoolOptionError('max', max);
  if (!(Number.isInteger(min) && min >= 0 && min <= max)) throw new PoolOptionError('min', min);
}
