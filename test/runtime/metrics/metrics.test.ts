import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { createPool } from 'generic-pool';
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { instrument } from '../../../src/runtime/metrics/open-telemetry.ts';
import { registerMetrics } from '../../../src/runtime/metrics/prom-client.ts';
import { toPrometheus } from '../../../src/runtime/metrics/prometheus.ts';
import { watching } from '../watch/watching.ts';

const fourNames = {
  total: 'db_pool_total',
  available: 'db_pool_available',
  acquire: 'db_pool_acquire_seconds',
  waits: 'db_pool_waits_total',
};

/** A pool of two of which one is held, after one failed acquire. */
async function busyPool() {
  const memory = { create: () => Promise.resolve({}), destroy: () => Promise.resolve() };
  const pool = createPool(memory, { max: 2, acquireTimeoutMillis: 30 });
  const seen = watching(pool, { heldMs: 60_000 });
  const [held, other] = [await pool.acquire(), await pool.acquire()];
  await pool.acquire().catch(() => undefined);
  await pool.release(other);
  return { pool, held, seen };
}

test('Prometheus text has the values of the moment', async () => {
  const { pool, held, seen } = await busyPool();
  const text = toPrometheus(seen.watch.pools, { fourNames });
  expect(text).toContain('# TYPE pool_connections gauge');
  expect(text).toContain('pool_connections{pool="tested",state="used"} 1');
  expect(text).toContain('pool_connections{pool="tested",state="idle"} 1');
  expect(text).toContain('pool_connections_max{pool="tested"} 2');
  expect(text).toContain('pool_acquire_timeouts_total{pool="tested"} 1');
  // The failed acquire waited, too.
  expect(text).toContain('pool_acquire_duration_seconds_count{pool="tested"} 3');
  expect(text).toContain('pool_acquire_duration_seconds_bucket{pool="tested",le="+Inf"} 3');
  expect(text).toContain('pool_hold_duration_seconds_count{pool="tested"} 1');
  expect(text).toContain('db_pool_available{pool="tested"} 1');
  expect(text).toMatch(/db_pool_waits_total\{pool="tested"\} [1-3]\n/);
  await pool.release(held);
  expect(toPrometheus(seen.watch.pools)).toContain('state="used"} 0');
});

test('prom-client reads at each scrape', async () => {
  const { pool, held, seen } = await busyPool();
  const registry = new Registry();
  const remove = registerMetrics(registry, seen.watch.pools, { fourNames });
  const before = await registry.metrics();
  expect(before).toContain('pool_connections{pool="tested",state="used"} 1');
  expect(before).toContain('db_pool_acquire_seconds_count{pool="tested"} 3');
  expect(before).toContain('# TYPE pool_hold_duration_seconds histogram');
  await pool.release(held);
  expect(await registry.metrics()).toContain('pool_connections{pool="tested",state="used"} 0');
  remove();
  expect((await registry.metrics()).trim()).toBe('');
});

test('OpenTelemetry gets its nine instruments and two more', async () => {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 60_000 });
  const provider = new MeterProvider({ readers: [reader] });
  const memory = { create: () => Promise.resolve({}), destroy: () => Promise.resolve() };
  const pool = createPool(memory, { max: 2, acquireTimeoutMillis: 30 });
  const seen = watching(pool, { heldMs: 60_000 });
  const end = instrument(provider.getMeter('test'), seen.watch.pools);
  const [first, second] = [await pool.acquire(), await pool.acquire()];
  await pool.acquire().catch(() => undefined);
  await pool.release(second);
  seen.pool.ledger.connected(12);
  await reader.forceFlush();
  const found = exporter.getMetrics()[0]?.scopeMetrics[0]?.metrics ?? [];
  const names = found.map(({ descriptor }) => descriptor.name.replace('db.client.connection.', ''));
  expect(names.sort()).toEqual(
    [
      ...['count', 'create_time', 'idle.max', 'idle.min', 'idle_in_lease', 'leaked', 'max'],
      ...['pending_requests', 'timeouts', 'use_time', 'wait_time'],
    ].sort(),
  );
  const valuesOf = (name: string) =>
    found
      .find(({ descriptor }) => descriptor.name === `db.client.connection.${name}`)
      ?.dataPoints.map(({ value }) => value);
  expect(valuesOf('count')).toEqual([1, 1]);
  expect(valuesOf('timeouts')).toEqual([1]);
  expect(valuesOf('wait_time')?.[0]).toMatchObject({ count: 3 });
  end();
  await pool.release(first);
  await provider.shutdown();
});
