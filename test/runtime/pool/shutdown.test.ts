import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LeaseReleasedError, PoolClosedError } from '../../../src/runtime/pool/errors.ts';
import { pass, settle, stopClocks } from './clock.ts';
import { makePool, outcomeOf } from './make.ts';

beforeEach(stopClocks);
afterEach(() => vi.useRealTimers());

describe('a shutdown', () => {
  test('sends waiters away at once, and whoever comes later', async () => {
    const { pool } = makePool({ max: 1 });
    await pool.acquire({ site: 'src/a.ts:1' });
    const waiting = outcomeOf(pool.acquire());
    const closing = outcomeOf(pool.close());
    await settle();
    expect(waiting.error).toBeInstanceOf(PoolClosedError);
    expect(waiting.error).toMatchObject({ holders: [{ site: 'src/a.ts:1' }] });
    await expect(pool.acquire()).rejects.toBeInstanceOf(PoolClosedError);
    expect(closing.settled).toBe(false);
  });

  test('waits for holders, and closes what they give back', async () => {
    const { driver, pool } = makePool({ max: 2 });
    const lease = await pool.acquire();
    const closing = outcomeOf(pool.close());
    await pass(1_000);
    expect(await lease.query('select 1')).toBe('select 1');
    lease.release();
    await settle();
    expect(closing.settled).toBe(true);
    expect(pool.stats()).toMatchObject({ state: 'closed', forced: 0, open: 0 });
    expect(driver.live.size).toBe(0);
  });

  test('takes connections from holders at its deadline, whatever the driver does', async () => {
    const { driver, pool } = makePool({ max: 2 });
    const lease = await pool.acquire();
    driver.plan = { destroy: 'never' };
    const closing = outcomeOf(pool.close({ deadlineMs: 500 }));
    await pass(510);
    expect(closing.settled).toBe(true);
    expect(driver.live.size).toBe(0);
    expect(() => lease.connection).toThrow(LeaseReleasedError);
    expect(pool.stats()).toMatchObject({ forced: 1, held: 0, acquired: 1, released: 1 });
  });

  test('gives up attempts to connect, and closes a connection that arrives all the same', async () => {
    const { driver, pool } = makePool();
    driver.plan = { create: 'slow' };
    const waiting = outcomeOf(pool.acquire());
    const closing = outcomeOf(pool.close({ deadlineMs: 5 }));
    await pass(10);
    expect([waiting.settled, closing.settled]).toEqual([true, true]);
    await pass(100);
    expect(driver.live.size).toBe(0);
  });

  test('twice is one', async () => {
    const { pool } = makePool({ min: 2 });
    await settle();
    expect(pool.close()).toBe(pool.close());
    await pool.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});
