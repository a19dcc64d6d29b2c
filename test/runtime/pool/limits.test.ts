import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PoolOptionError, QueueFullError } from '../../../src/runtime/pool/errors.ts';
import { pass, settle, stopClocks } from './clock.ts';
import { makePool, outcomeOf } from './make.ts';

beforeEach(stopClocks);
afterEach(() => vi.useRealTimers());

describe('the size of a pool', () => {
  test('is at least `min`, from the beginning and after idle times', async () => {
    const { pool } = makePool({ min: 2, max: 4, idleTimeoutMs: 1_000 });
    await settle();
    expect(pool.stats().idle).toBe(2);
    const leases = await Promise.all([1, 2, 3, 4].map(() => pool.acquire()));
    for (const lease of leases) lease.release();
    await settle();
    expect(pool.stats().idle).toBe(4);
    await pass(1_200);
    expect(pool.stats()).toMatchObject({ idle: 2, destroyed: 2 });
  });

  test('shrinks by what is idle at once, and by what is held later', async () => {
    const { pool, kinds } = makePool({ max: 4 });
    const leases = await Promise.all([1, 2, 3, 4].map(() => pool.acquire()));
    leases[0]?.release();
    pool.resize({ max: 2 });
    await settle();
    expect(pool.stats()).toMatchObject({ open: 3, held: 3, limit: 2 });
    for (const lease of leases.slice(1)) lease.release();
    await settle();
    expect(pool.stats()).toMatchObject({ open: 2, idle: 2 });
    expect(kinds()).toEqual(['connection-closed', 'connection-closed']);
  });

  test('grows for those who wait', async () => {
    const { pool } = makePool({ max: 1 });
    await pool.acquire();
    const waiting = outcomeOf(pool.acquire());
    pool.resize({ max: 2 });
    await settle();
    expect(waiting.value?.isOpen).toBe(true);
  });

  test.each([[{ max: 0 }], [{ max: 2.5 }], [{ min: 3, max: 2 }], [{ idleTimeoutMs: -1 }]])(
    'is refused when it makes no pool: %j',
    options => {
      expect(() => makePool(options)).toThrow(PoolOptionError);
    },
  );
});

describe('a connection', () => {
  test('is closed after `maxUses`', async () => {
    const { driver, pool } = makePool({ max: 1, maxUses: 3 });
    for (let use = 0; use < 7; use += 1) (await pool.acquire()).release();
    expect(driver.made).toBe(3);
  });

  test('is closed at the end of its life, and not together with those of the same age', async () => {
    const { pool } = makePool({ max: 10, idleTimeoutMs: null, maxLifetimeMs: 10_000 });
    const leases = await Promise.all(Array.from({ length: 10 }, () => pool.acquire()));
    for (const lease of leases) lease.release();
    await pass(8_990);
    expect(pool.stats().open).toBe(10);
    const left = new Set<number>();
    for (let step = 0; step < 10; step += 1) {
      await pass(102);
      left.add(pool.stats().open);
    }
    expect(left.size).toBeGreaterThan(3);
    expect(pool.stats().open).toBe(0);
  });

  test('is closed when it comes back after the end of its life', async () => {
    const { pool } = makePool({ maxLifetimeMs: 1_000, reset: undefined });
    const lease = await pool.acquire();
    await pass(1_100);
    expect(lease.isOpen).toBe(true);
    lease.release();
    expect(pool.stats()).toMatchObject({ idle: 0, destroyed: 1 });
  });

  test('is set up once and reset on each release', async () => {
    const { driver, pool } = makePool({ max: 1 });
    for (let use = 0; use < 3; use += 1) {
      (await pool.acquire()).release();
      await settle();
    }
    expect({ setup: driver.asked('setup'), reset: driver.asked('reset') }).toEqual({
      ...{ setup: 1, reset: 3 },
    });
  });

  test('that cannot be reset is replaced', async () => {
    const { driver, pool, kinds } = makePool({ max: 1 });
    const lease = await pool.acquire();
    driver.plan = { reset: 'reject' };
    lease.release();
    await settle();
    expect(kinds()).toEqual(['connection-closed']);
    expect((await pool.acquire()).connection.id).toBe(2);
  });
});

describe('the queue', () => {
  test('refuses more than may wait, but not those for whom there is room', async () => {
    const { pool } = makePool({ max: 2, maxQueue: 1 });
    const first = [1, 2].map(() => outcomeOf(pool.acquire()));
    const waiting = outcomeOf(pool.acquire());
    const refused = outcomeOf(pool.acquire());
    await settle();
    expect(first.every(({ value }) => value?.isOpen)).toBe(true);
    expect(waiting.settled).toBe(false);
    expect(refused.error).toBeInstanceOf(QueueFullError);
    expect(pool.stats()).toMatchObject({ refused: 1, waiting: 1 });
  });

  test('serves by priority, and in order within one', async () => {
    const { pool } = makePool({ max: 1 });
    const lease = await pool.acquire();
    const order: string[] = [];
    const wants: readonly (readonly [string, number, number?])[] = [
      ...([
        ['a', 0],
        ['b', 1],
        ['c', 0, 900],
        ['d', 1, 900],
        ['e', -1],
        ['f', 0],
      ] as const),
    ];
    const served = wants.map(async ([name, priority, timeoutMs]) => {
      const own = await pool.acquire({ priority, timeoutMs });
      order.push(name);
      own.release();
    });
    lease.release();
    await Promise.all(served);
    expect(order.join('')).toBe('bdacfe');
  });

  test('forgets those who left, however many there were', async () => {
    const { pool } = makePool({ max: 1 });
    const lease = await pool.acquire();
    const first = outcomeOf(pool.acquire());
    for (let wave = 0; wave < 50; wave += 1) {
      const controller = new AbortController();
      const gone = [1, 2, 3].map(() => outcomeOf(pool.acquire({ signal: controller.signal })));
      controller.abort();
      await settle();
      expect(gone.every(({ settled }) => settled)).toBe(true);
    }
    const last = outcomeOf(pool.acquire());
    lease.release();
    await settle();
    first.value?.release();
    await settle();
    expect(last.value?.isOpen).toBe(true);
  });

  test('stands still while the pool is suspended', async () => {
    const { pool } = makePool({ max: 2 });
    (await pool.acquire()).release();
    await settle();
    pool.suspend();
    const waiting = outcomeOf(pool.acquire());
    await settle();
    expect(waiting.settled).toBe(false);
    pool.resume();
    await settle();
    expect(waiting.value?.isOpen).toBe(true);
  });
});
