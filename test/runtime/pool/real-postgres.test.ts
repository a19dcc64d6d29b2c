import { Client, type ClientConfig } from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { pg } from '../../../src/runtime/adapters/pg.ts';
import type { PoolEvent } from '../../../src/runtime/pool/events.ts';
import type { PoolOptions } from '../../../src/runtime/pool/options.ts';
import { createPool } from '../../../src/runtime/pool/pool.ts';
import { startProxy, type Proxy } from '../servers/proxy.ts';
import {
  connectionsOf,
  findPostgres,
  startPostgres,
  type PostgresServer,
} from '../servers/postgres.ts';

const server = await findPostgres();
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

function makePool(
  config: ClientConfig,
  application: string,
  options: Partial<PoolOptions<Client>> = {},
) {
  const events: PoolEvent[] = [];
  const pool = createPool({
    ...pg(() => new Client({ ...config, application_name: application })),
    ...{ name: application, onEvent: (event: PoolEvent) => events.push(event) },
    ...options,
  });
  return { pool, kinds: () => events.map(({ kind }) => kind) };
}

describe.skipIf(server === undefined)('a broken connection to PostgreSQL', () => {
  const config = server?.config ?? {};
  const admin = new Client(config);
  beforeAll(async () => void (await admin.connect()));
  afterAll(() => admin.end());

  test('of many, killed at random for three seconds, ends no process and leaves the pool whole', async () => {
    const name = `storm-${process.pid}`;
    const { pool } = makePool(config, name, { max: 10 });
    const totals = { done: 0, failed: 0, killed: 0 };
    const until = performance.now() + 3_000;
    const kill =
      'select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1 order by random() limit 2';
    const work = async () => {
      const ok = await pool
        .transaction(lease => lease.query('select 1').then(() => pause(3)))
        .then(() => true)
        .catch(() => false);
      totals[ok ? 'done' : 'failed'] += 1;
    };
    await Promise.all([
      ...Array.from({ length: 40 }, async () => {
        while (performance.now() < until) await work();
      }),
      (async () => {
        while (performance.now() < until) {
          totals.killed += (await admin.query(kill, [name])).rowCount ?? 0;
          await pause(20);
        }
      })(),
    ]);
    const start = performance.now();
    await Promise.all(Array.from({ length: 40 }, () => pool.query('select pg_sleep(0.01)')));
    const wholeAfterMs = Math.round(performance.now() - start);
    console.log(JSON.stringify({ ...totals, wholeAfterMs }));
    expect(totals.killed).toBeGreaterThan(20);
    expect(totals.done).toBeGreaterThan(10);
    expect(wholeAfterMs).toBeLessThan(1_000);
    await vi.waitFor(async () => expect(await connectionsOf(config, name)).toBe(pool.stats().open));
    await pool.close();
    await vi.waitFor(async () => expect(await connectionsOf(config, name)).toBe(0));
  }, 30_000);

  test('that went back inside a transaction is not used again', async () => {
    const { pool, kinds } = makePool(config, `open-${process.pid}`, { max: 1 });
    const lease = await pool.acquire();
    await lease.query('begin');
    // Not awaited: the server knows of the transaction before the driver does.
    const late = lease.query('select pg_sleep(0.05)');
    lease.release();
    await late;
    const state = await pool.use(next => next.connection.getTransactionStatus());
    expect({ state, kinds: kinds() }).toEqual({
      state: 'I',
      kinds: ['left-in-transaction', 'connection-closed'],
    });
    await pool.close();
  });

  test('cannot be released a second time by its former holder', async () => {
    const { pool } = makePool(config, `stale-${process.pid}`, { max: 1 });
    const a = await pool.acquire();
    a.release();
    const b = await pool.acquire();
    await b.query('begin');
    await b.query('create temp table stale(a int) on commit drop');
    a.release();
    await expect(pool.acquire({ timeoutMs: 100 })).rejects.toThrow('1 of 1 held');
    await b.query('insert into stale values (1)');
    const { rows } = await b.query('select a from stale');
    await b.query('commit');
    b.release();
    expect({ rows, again: pool.stats().doubleReleased }).toEqual({ rows: [{ a: 1 }], again: 1 });
    await pool.close();
  });
});

describe.skipIf(server?.config.port === undefined)('a bad way to PostgreSQL', () => {
  const config = server?.config ?? {};
  let proxy: Proxy;
  beforeAll(async () => void (proxy = await startProxy(config.port ?? 0)));
  afterAll(() => proxy.close());

  test('cut after any byte of the handshake is tried again, and leaves no connection behind', async () => {
    const name = `cut-${process.pid}`;
    for (let cutAfter = 1; cutAfter <= 400; cutAfter += 7) {
      const way = { ...config, port: proxy.port };
      const { pool } = makePool(way, name, { max: 2, backoffMs: 5, connectTimeoutMs: 1_000 });
      proxy.set({ cutAfter });
      const answer = pool.query('select 1 as a');
      await vi.waitUntil(() => pool.stats().connectFailed > 0 || pool.stats().idle > 0, {
        ...{ timeout: 3_000, interval: 2 },
      });
      proxy.set('pass');
      // Cut after the handshake, the statement itself may be lost.
      await answer.catch(() => pool.query('select 1 as a'));
      await pool.close();
    }
    await vi.waitFor(async () => expect(await connectionsOf(config, name)).toBe(0));
  }, 60_000);

  test('frozen while a connection is idle costs the time of one validation', async () => {
    proxy.set('pass');
    const way = { ...config, port: proxy.port };
    const { pool } = makePool(way, `frozen-${process.pid}`, {
      ...{ max: 2, validateAfterIdleMs: 0, validateTimeoutMs: 200, destroyTimeoutMs: 200 },
    });
    await pool.query('select 1');
    proxy.set('freeze');
    const start = performance.now();
    const answer = pool.query('select 1 as a');
    await pause(100);
    proxy.set('pass');
    expect((await answer).rows).toEqual([{ a: 1 }]);
    expect(performance.now() - start).toBeLessThan(1_500);
    await pool.close();
  });
});

describe('a PostgreSQL with room for few', () => {
  let small: PostgresServer | undefined;
  beforeAll(async () => void (small = await startPostgres(8)), 60_000);
  afterAll(() => small?.stop());

  test('makes the pool smaller, and all are served', async context => {
    if (small === undefined) return context.skip();
    const { pool, kinds } = makePool(small.config, 'full', { max: 20, shrinkMs: 300 });
    const work = () => pool.query('select pg_sleep(0.02)');
    await Promise.all(Array.from({ length: 200 }, work));
    const { connectFailed, limit, open } = pool.stats();
    expect(kinds()).toContain('shrunk');
    expect(open).toBeLessThanOrEqual(8);
    expect(limit).toBeLessThanOrEqual(20);
    // Every attempt beyond the room would take a place from somebody else's connections.
    expect(connectFailed).toBeLessThan(40);
    await pool.close();
  }, 30_000);
});
