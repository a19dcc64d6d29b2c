import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AcquireTimeoutError } from '../../../src/runtime/pool/errors.ts';
import { createPool } from '../../../src/runtime/pool/pool.ts';
import { pass, settle, stopClocks } from './clock.ts';
import { FakeConnection } from './fake-driver.ts';
import { makePool, outcomeOf } from './make.ts';

beforeEach(stopClocks);
afterEach(() => vi.useRealTimers());

describe('a deadlock', () => {
  test('of holders that want a second connection ends, and names them', async () => {
    const { pool } = makePool({ max: 2, acquireTimeoutMs: 100 });
    const nested = [1, 2].map(number =>
      outcomeOf(
        pool.use(async () => (await pool.acquire()).release(), { site: `src/nested.ts:${number}` }),
      ),
    );
    await pass(150);
    for (const { error } of nested) {
      expect(error).toBeInstanceOf(AcquireTimeoutError);
      expect(error).toMatchObject({ message: expect.stringContaining('src/nested.ts:1') });
    }
    expect(pool.stats()).toMatchObject({ held: 0, idle: 2 });
  });

  test('of a driver that calls the pool back while it is called does not come about', async () => {
    const inner: ReturnType<typeof outcomeOf>[] = [];
    let made = 0;
    const pool = createPool<FakeConnection>({
      max: 2,
      maxUses: 1,
      create() {
        made += 1;
        if (made === 1) inner.push(outcomeOf(pool.use(() => 'inner')));
        return new FakeConnection(made);
      },
      destroy() {
        if (inner.length < 3) inner.push(outcomeOf(pool.use(() => 'inner')));
      },
    });
    await pool.use(() => 'outer');
    await settle();
    expect(inner.map(({ value }) => value)).toEqual(['inner', 'inner', 'inner']);
    expect(pool.stats()).toMatchObject({ held: 0, waiting: 0 });
  });
});
