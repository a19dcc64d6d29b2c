import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ConnectError } from '../../../src/runtime/pool/errors.ts';
import { pass, settle, stopClocks } from './clock.ts';
import { fullError } from './fake-driver.ts';
import { makePool, outcomeOf } from './make.ts';

beforeEach(stopClocks);
afterEach(() => vi.useRealTimers());

describe('a broken connection', () => {
  test('while idle is closed at once, and replaced up to the minimum', async () => {
    const { driver, pool, kinds } = makePool({ min: 2 });
    await settle();
    const [connection] = driver.live;
    if (connection) driver.breakOff(connection);
    await settle();
    expect(kinds()).toEqual(['connection-closed']);
    expect(pool.stats()).toMatchObject({ idle: 2, connected: 3, destroyed: 1 });
  });

  test('while held is closed when it comes back', async () => {
    const { driver, pool } = makePool({ max: 1 });
    const lease = await pool.acquire();
    driver.breakOff(lease.connection);
    const next = outcomeOf(pool.acquire());
    await settle();
    expect(next.settled).toBe(false);
    lease.release();
    await settle();
    expect(next.value?.connection.id).toBe(2);
  });

  test('found by validation is replaced within the same acquire', async () => {
    const { driver, pool } = makePool({ max: 1, validateAfterIdleMs: 100 });
    (await pool.acquire()).release();
    await pass(50);
    (await pool.acquire()).release();
    expect(driver.asked('validate')).toBe(0);
    await pass(150);
    driver.plan = { validate: 'reject' };
    expect((await pool.acquire()).connection.id).toBe(2);
    expect(driver.asked('validate')).toBe(1);
  });

  test('of which the driver only says that it is dead is not handed out', async () => {
    const { driver, pool } = makePool({ max: 1, validateAfterIdleMs: 100 });
    const lease = await pool.acquire();
    driver.kill(lease.connection);
    lease.release();
    await pass(150);
    expect((await pool.acquire()).connection.id).toBe(2);
  });

  test('found by keepalive is closed while nobody waits', async () => {
    const { driver, pool } = makePool({ keepaliveMs: 1_000, idleTimeoutMs: null });
    (await pool.acquire()).release();
    driver.plan = { validate: 'reject' };
    await pass(1_100);
    expect(pool.stats()).toMatchObject({ open: 0, destroyed: 1 });
  });

  test('of before a failover is replaced, and later ones are not for the same reason', async () => {
    const standby = new Error('read-only');
    const { pool, kinds } = makePool({
      max: 3,
      classify: error => (error === standby ? 'failover' : undefined),
    });
    const leases = await Promise.all([pool.acquire(), pool.acquire(), pool.acquire()]);
    leases[0]?.release();
    leases[1]?.release(standby);
    await settle();
    const after = await pool.acquire();
    leases[2]?.release(standby);
    await settle();
    expect(after.connection.id).toBe(4);
    after.release();
    expect((await pool.acquire()).connection.id).toBe(4);
    expect(kinds().filter(kind => kind === 'failover')).toHaveLength(1);
  });
});

describe('a server that cannot be reached', () => {
  test('is asked with growing pauses, by one attempt at a time', async () => {
    const { driver, pool, events } = makePool({ max: 10, backoffMs: 100, backoffMaxMs: 400 });
    driver.refusals = Array.from({ length: 100 }, () => new Error('refused'));
    const waiting = Array.from({ length: 10 }, () => outcomeOf(pool.acquire()));
    await settle();
    await pass(190);
    // Ten at first; the pause after the tenth failure is at least half of the longest.
    expect(pool.stats().connectFailed).toBe(10);
    await pass(2_810);
    expect(pool.stats().connectFailed).toBeLessThan(30);
    const pauses = events.flatMap(event =>
      event.kind === 'connect-failed' ? [event.retryInMs] : [],
    );
    expect(Math.max(...pauses)).toBeGreaterThan(150);
    driver.refusals = [];
    await pass(900);
    expect(waiting.every(({ value }) => value?.isOpen)).toBe(true);
  });

  test('for good, such as by a wrong password, is told to the next waiter at once', async () => {
    const { driver, pool } = makePool({ classify: () => undefined });
    driver.refusals = [new Error('password authentication failed')];
    const waiting = outcomeOf(pool.acquire());
    await settle();
    expect(waiting.error).toBeInstanceOf(ConnectError);
    expect(waiting.error).toMatchObject({ cause: { message: 'password authentication failed' } });
  });

  test('because it is full makes the pool smaller for a while', async () => {
    const { driver, pool, kinds } = makePool({ max: 5, shrinkMs: 1_000, backoffMs: 10 });
    const held = await Promise.all([pool.acquire(), pool.acquire()]);
    driver.refusals = [fullError];
    const third = outcomeOf(pool.acquire());
    await settle();
    expect({ limit: pool.stats().limit, kinds: kinds() }).toEqual({
      ...{ limit: 2, kinds: ['connect-failed', 'shrunk'] },
    });
    held[0]?.release();
    await settle();
    expect(third.value?.isOpen).toBe(true);
    await pass(1_600);
    expect(pool.stats().limit).toBe(5);
  });
});
