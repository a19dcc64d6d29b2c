import type { Histogram } from '../holds/histogram.ts';
import type { WatchedPool, WatchStats } from '../watch/watched.ts';

/** One value of a metric, for one pool. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number | Histogram;
}

/** A metric with its values at the moment of reading. */
export interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: 'gauge' | 'counter' | 'histogram';
  readonly samples: readonly Sample[];
}

/** Names for the four figures that teams start with; only those that have one are written. */
export interface FourNames {
  /** Gauge: connections that are open. */
  readonly total?: string;
  /** Gauge: connections that an acquire would get at once, those that may still be opened included. */
  readonly available?: string;
  /** Histogram: how long acquires took, failed ones too. */
  readonly acquire?: string;
  /** Counter: acquires that took a millisecond or longer. */
  readonly waits?: string;
}

/** How metrics are read. */
export interface MetricsOptions {
  readonly fourNames?: FourNames | undefined;
}

/** A pool and what it says about itself at the moment of reading. */
interface Read {
  readonly pool: WatchedPool;
  readonly stats: WatchStats;
}

/** A metric with one value for each pool. */
type Metric = readonly [
  name: string,
  type: Family['type'],
  help: string,
  valueOf: (read: Read) => number | Histogram | undefined,
];

const metrics: readonly Metric[] = [
  ['pool_connections_max', 'gauge', 'Connections that may be open.', ({ stats }) => stats.max],
  ['pool_connections_min', 'gauge', 'Connections kept open.', ({ stats }) => stats.min],
  ['pool_pending_requests', 'gauge', 'Acquires that wait.', ({ stats }) => stats.waiting],
  [
    'pool_leaked_connections',
    'gauge',
    'Held, and reported as leaked.',
    ({ stats }) => stats.leaked,
  ],
  ['pool_acquires_total', 'counter', 'Acquires that succeeded.', ({ stats }) => stats.acquired],
  ['pool_acquire_failures_total', 'counter', 'Acquires that failed.', ({ stats }) => stats.failed],
  ['pool_acquire_timeouts_total', 'counter', 'Acquires that waited too long.', timeoutsOf],
  ['pool_acquire_duration_seconds', 'histogram', 'Time of acquires, failed ones too.', acquiresOf],
  ['pool_hold_duration_seconds', 'histogram', 'Time of holds.', ({ pool }) => pool.ledger.uses],
  [
    'pool_idle_in_lease_seconds_total',
    'counter',
    'Time connections were held while no statement ran.',
    ({ pool }) => idleInLease(pool),
  ],
];

/** All metrics of some pools, read now. */
export function readFamilies(
  pools: readonly WatchedPool[],
  { fourNames = {} }: MetricsOptions = {},
): readonly Family[] {
  const all = pools.map(pool => ({ pool, stats: pool.stats() }));
  const families = [...metrics, ...fourMetrics(fourNames)].map(([name, type, help, valueOf]) => ({
    name,
    type,
    help,
    samples: all.flatMap(one => {
      const value = valueOf(one);
      return value === undefined ? [] : [{ labels: { pool: one.pool.name }, value }];
    }),
  }));
  return [connections(all), ...families];
}

function fourMetrics({ total, available, acquire, waits }: FourNames): readonly Metric[] {
  const named: readonly (readonly [string | undefined, ...Rest<Metric>])[] = [
    [total, 'gauge', 'Connections that are open.', ({ stats }) => stats.open],
    [available, 'gauge', 'Connections an acquire would get at once.', availableOf],
    [acquire, 'histogram', 'Time of acquires, failed ones too.', acquiresOf],
    [waits, 'counter', 'Acquires that took a millisecond or longer.', waitsOf],
  ];
  return named.flatMap(([name, ...rest]) => (name === undefined ? [] : [[name, ...rest] as const]));
}

type Rest<List extends readonly unknown[]> = List extends readonly [unknown, ...infer After]
  ? After
  : never;

function connections(all: readonly Read[]): Family {
  const samples = all.flatMap(({ pool: { name }, stats: { held, idle } }) => [
    { labels: { pool: name, state: 'used' }, value: held },
    ...(idle === undefined ? [] : [{ labels: { pool: name, state: 'idle' }, value: idle }]),
  ]);
  return { name: 'pool_connections', type: 'gauge', help: 'Open connections.', samples };
}

/** Seconds of ended holds in which no statement ran. Holds whose statements nobody sees count as idle. */
export function idleInLease({ ledger }: WatchedPool): number {
  return Math.max(0, ledger.uses.sumMs - ledger.busyMs) / 1000;
}

function timeoutsOf({ stats }: Read): number {
  return stats.timedOut;
}

function acquiresOf({ pool }: Read): Histogram {
  return pool.ledger.waits;
}

/** What may still be opened counts: a pool that is small because traffic rests is not nearly exhausted. */
function availableOf({ stats: { max, held } }: Read): number | undefined {
  return max === undefined ? undefined : Math.max(0, max - held);
}

function waitsOf({ pool }: Read): number {
  const { waits } = pool.ledger;
  const short = waits.cumulative().find(([bound]) => bound === 1)?.[1] ?? 0;
  return waits.count - short;
}
