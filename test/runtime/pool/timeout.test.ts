import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AcquireTimeoutError } from '../../../src/runtime/pool/errors.ts';
import { pass, settle, stopClocks } from './clock.ts';
import { makePool, outcomeOf } from './make.ts';

beforeEach(stopClocks);
afterEach(() => vi.useRealTimers());

describe('an acquire that times out', () => {
  test('says who holds the connections', async () => {
    const { pool } = makePool({ max: 1, acquireTimeoutMs: 100 });
    await pool.acquire({ site: 'src/orders.ts:12' });
    const late = outcomeOf(pool.acquire());
    await pass(120);
    expect(late.error).toBeInstanceOf(AcquireTimeoutError);
    expect(late.error).toMatchObject({
      ...{ poolName: 'test', timeoutMs: 100, stats: { held: 1, max: 1, waiting: 0 } },
      holders: [{ site: 'src/orders.ts:12' }],
      message: expect.stringMatching(
        /^No connection of pool 'test' became free within 100 ms\. 1 of 1 held.*\n1 held from src\/orders\.ts:12/,
      ),
    });
    expect(pool.stats().timedOut).toBe(1);
  });

  test('has one deadline over queue, connect and validation', async () => {
    const { driver, pool } = makePool({ max: 1, validateAfterIdleMs: 0, acquireTimeoutMs: 100 });
    driver.plan = { create: 'late' };
    const connecting = outcomeOf(pool.acquire());
    await pass(110);
    expect(connecting.error).toBeInstanceOf(AcquireTimeoutError);
    // The connection came all the same, and is kept.
    await pass(500);
    expect(pool.stats()).toMatchObject({ idle: 1, connected: 1 });
    driver.plan = { validate: 'never' };
    const validating = outcomeOf(pool.acquire());
    await pass(110);
    expect(validating.error).toBeInstanceOf(AcquireTimeoutError);
  });

  test('names the failed connect as its cause', async () => {
    const { driver, pool } = makePool({ acquireTimeoutMs: 300 });
    driver.refusals = Array.from({ length: 20 }, () => new Error('no route'));
    const late = outcomeOf(pool.acquire());
    await pass(400);
    expect(late.error).toMatchObject({
      cause: { message: 'no route' },
      message: expect.stringContaining('The last connect failed: no route.'),
    });
  });

  test('does not wait for one that came earlier with more time', async () => {
    const { pool } = makePool({ max: 1 });
    await pool.acquire();
    const patient = outcomeOf(pool.acquire({ timeoutMs: 1_000 }));
    const forever = outcomeOf(pool.acquire({ timeoutMs: null }));
    const hurried = outcomeOf(pool.acquire({ timeoutMs: 50 }));
    await pass(60);
    expect([patient.settled, hurried.settled]).toEqual([false, true]);
    await pass(1_200);
    expect([patient.settled, forever.settled]).toEqual([true, false]);
  });

  test('is handed nothing that comes free at the same moment', async () => {
    const { pool } = makePool({ max: 1 });
    const lease = await pool.acquire();
    const late = outcomeOf(pool.acquire({ timeoutMs: 50 }));
    await pass(60);
    lease.release();
    await settle();
    expect(late.error).toBeInstanceOf(AcquireTimeoutError);
    expect(pool.stats()).toMatchObject({ idle: 1, held: 0 });
  });

  test('in thousands lets other work run in between', async () => {
    const { pool } = makePool({ max: 1 });
    await pool.acquire();
    const late = Array.from({ length: 1_200 }, () => outcomeOf(pool.acquire({ timeoutMs: 50 })));
    const settledAt = [50, 52, 54].map(async ms => {
      await new Promise(resolve => setTimeout(resolve, ms));
      return late.filter(({ settled }) => settled).length;
    });
    await pass(60);
    expect(await Promise.all(settledAt)).toEqual([500, 1_000, 1_200]);
    expect(pool.stats()).toMatchObject({ timedOut: 1_200, waiting: 0 });
  });
});

describe('an attempt to connect that times out', () => {
  test('is aborted, tried again, and closed if it arrives after all', async () => {
    const { driver, pool, kinds } = makePool({ connectTimeoutMs: 100, backoffMs: 10 });
    driver.plan = { create: 'late' };
    const waiting = outcomeOf(pool.acquire());
    await pass(150);
    driver.plan = {};
    await pass(200);
    expect(waiting.value?.isOpen).toBe(true);
    expect(kinds()).toContain('connect-failed');
    await pass(1_000);
    expect(driver.live.size).toBe(1);
  });
});
