import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { settle } from './clock.ts';
import { makePool, outcomeOf } from './make.ts';

describe('an acquire that is cancelled', () => {
  test('rejects with the reason, and leaves the queue', async () => {
    const { pool } = makePool({ max: 1 });
    const lease = await pool.acquire();
    const controller = new AbortController();
    const waiting = outcomeOf(pool.acquire({ signal: controller.signal }));
    const next = outcomeOf(pool.acquire());
    controller.abort(new Error('the user left'));
    lease.release();
    await settle();
    expect(waiting.error).toMatchObject({ message: 'the user left' });
    expect(next.value?.isOpen).toBe(true);
    expect(pool.stats()).toMatchObject({ aborted: 1, waiting: 0, acquired: 2 });
  });

  test('before it began opens no connection', async () => {
    const { driver, pool } = makePool();
    await expect(pool.acquire({ signal: AbortSignal.abort('over') })).rejects.toBe('over');
    expect(driver.made).toBe(0);
  });

  test('while a connection is opened for it leaves the connection to others', async () => {
    const { pool } = makePool({ max: 1 });
    const controller = new AbortController();
    const waiting = outcomeOf(pool.acquire({ signal: controller.signal }));
    controller.abort('over');
    await settle();
    expect(waiting.error).toBe('over');
    expect(pool.stats()).toMatchObject({ idle: 1, connected: 1 });
  });

  test('leaves no listener on a signal that lives on, nor does one that is served', async () => {
    const { pool } = makePool({ max: 1 });
    const { signal } = new AbortController();
    const lease = await pool.acquire({ signal });
    const waiting = pool.acquire({ signal });
    lease.release();
    (await waiting).release();
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
