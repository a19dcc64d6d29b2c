import { describe, expect, test } from 'vitest';
import { LeaseReleasedError } from '../../../src/runtime/pool/errors.ts';
import { settle } from './clock.ts';
import { makePool } from './make.ts';

describe('a lease that was released', () => {
  test('cannot be used, and the error says where it was acquired and released', async () => {
    const { pool } = makePool();
    pool.ledger.sampler = { restsUntil: 0, framesFor: () => 8 };
    const lease = await pool.acquire();
    lease.release();
    const error = errorOf(() => lease.connection);
    expect(error).toBeInstanceOf(LeaseReleasedError);
    expect(error).toMatchObject({
      acquiredAt: expect.stringMatching(/misuse\.test\.ts:\d+$/),
      releasedAt: expect.stringMatching(/misuse\.test\.ts:\d+$/),
      message: expect.stringMatching(/was used \d+ ms after it was released at .*misuse\.test\.ts/),
    });
    expect(errorOf(() => lease.query('select 1'))).toBeInstanceOf(LeaseReleasedError);
  });

  test('is counted when it is used', async () => {
    const { pool } = makePool();
    const lease = await pool.acquire();
    lease.release();
    expect(() => lease.connection).toThrow(LeaseReleasedError);
    expect(pool.stats()).toMatchObject({ usedAfterRelease: 1, doubleReleased: 0 });
  });

  test('with an error, or to be destroyed, closes its connection', async () => {
    // Its adapter knows nothing of the error: that somebody passes one is enough.
    const { driver, pool } = makePool({ classify: () => undefined });
    (await pool.acquire()).release(new Error('of no use'));
    (await pool.acquire()).destroy();
    await settle();
    expect(pool.stats()).toMatchObject({ open: 0, idle: 0, connected: 2, destroyed: 2 });
    expect(driver.live.size).toBe(0);
  });

  test('teaches the pool to remember where leases are released', async () => {
    const { pool } = makePool();
    const first = await pool.acquire();
    first.release();
    expect(errorOf(() => first.connection)).toMatchObject({ releasedAt: undefined });
    const second = await pool.acquire();
    second.release();
    expect(errorOf(() => second.connection)).toMatchObject({
      releasedAt: expect.stringContaining('misuse.test.ts'),
    });
  });

  test('twice is reported, and frees nothing', async () => {
    const { pool, events } = makePool({ max: 1 });
    const a = await pool.acquire();
    a.release();
    const b = await pool.acquire();
    a.release();
    a.destroy();
    expect(b.isOpen).toBe(true);
    expect(events.map(({ kind }) => kind)).toEqual(['double-release', 'double-release']);
    expect(pool.stats()).toMatchObject({ doubleReleased: 2, held: 1, idle: 0 });
  });

  test('by hand is disposed of in silence', async () => {
    const { pool, events } = makePool();
    const lease = await pool.acquire();
    lease.release();
    await lease[Symbol.asyncDispose]();
    lease[Symbol.dispose]();
    expect({ events, released: pool.stats().released }).toEqual({ events: [], released: 1 });
  });

  test('is of no use after `use` either', async () => {
    const { pool } = makePool();
    const kept = await pool.use(lease => lease);
    expect(errorOf(() => kept.connection)).toBeInstanceOf(LeaseReleasedError);
  });

  test('whose statement still runs goes back when that is done', async () => {
    const { pool } = makePool({ max: 1 });
    let finish = (): void => undefined;
    const lease = await pool.acquire();
    lease.connection.query = () => new Promise(resolve => (finish = () => resolve('done')));
    const late = lease.query('select 1');
    lease.release();
    expect(pool.stats()).toMatchObject({ held: 0, checking: 1 });
    finish();
    expect(await late).toBe('done');
  });
});

describe('a listener that throws', () => {
  test('harms nobody', async () => {
    const { pool } = makePool();
    pool.listen(() => {
      throw new Error('of the listener');
    });
    const warned = new Promise(resolve => process.once('warning', resolve));
    const lease = await pool.acquire();
    lease.release();
    lease.release();
    expect(await warned).toMatchObject({ message: 'of the listener' });
  });
});

function errorOf(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}
