import { Histogram } from '../holds/histogram.ts';
import type { WatchedPool } from '../watch/watched.ts';
import { readFamilies, type Family, type MetricsOptions, type Sample } from './families.ts';

/** What a bridge needs of prom-client's `Registry`. */
export interface PromRegistry {
  registerMetric(metric: never): void;
  removeSingleMetric(name: string): void;
}

/** A value as prom-client's metrics hand it over. */
interface PromValue {
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
  readonly metricName?: string;
}

/**
 * Puts the metrics of pools into a registry of prom-client; the result takes them out again.
 *
 * Values are read when the registry is scraped: nothing goes stale while traffic rests.
 */
export function registerMetrics(
  registry: PromRegistry,
  pools: readonly WatchedPool[],
  options?: MetricsOptions,
): () => void {
  const names = readFamilies(pools, options).map(({ name }) => name);
  for (const name of names) {
    // A metric of prom-client is anything with a name and `get`, which it calls at each scrape.
    registry.registerMetric(metricOf(name, () => find(name)) as never);
  }
  return () => {
    for (const name of names) registry.removeSingleMetric(name);
  };

  function find(name: string): Family | undefined {
    return readFamilies(pools, options).find(family => family.name === name);
  }
}

function metricOf(name: string, find: () => Family | undefined): object {
  const get = () => {
    const family = find();
    return {
      name,
      help: family?.help ?? '',
      type: family?.type ?? 'gauge',
      aggregator: 'sum',
      values: family?.samples.flatMap(sample => valuesOf(name, sample)) ?? [],
    };
  };
  const getForPromString = () => Promise.resolve(get());
  return {
    name,
    get: getForPromString,
    getForPromString,
    reset: () => undefined,
    collect: undefined,
  };
}

function valuesOf(name: string, { labels, value }: Sample): readonly PromValue[] {
  if (!(value instanceof Histogram)) return [{ labels, value }];
  const buckets = value.cumulative().map(([belowMs, count]) => ({
    metricName: `${name}_bucket`,
    labels: { ...labels, le: belowMs === Infinity ? '+Inf' : belowMs / 1000 },
    value: count,
  }));
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels, value: value.sumMs / 1000 },
    { metricName: `${name}_count`, labels, value: value.count },
  ];
}
