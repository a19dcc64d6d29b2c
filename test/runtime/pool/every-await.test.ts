import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createPool } from '../../../src/runtime/pool/pool.ts';
import { pass, stopClocks } from './clock.ts';
import { FakeDriver, type FakeConnection } from './fake-driver.ts';

/** What happens to the call whose turn it is. */
const faults = ['reject', 'never', 'broken', 'abort'] as const;
type Fault = (typeof faults)[number];

const timeouts = {
  ...{ connectTimeoutMs: 50, validateTimeoutMs: 50, resetTimeoutMs: 50, destroyTimeoutMs: 50 },
  ...{ validateAfterIdleMs: 0, backoffMs: 5, backoffMaxMs: 10, acquireTimeoutMs: 400 },
};

/** A driver that counts its calls, the statements included, and has one of them go wrong. */
class FaultyDriver {
  readonly inner = new FakeDriver();
  readonly controller = new AbortController();
  calls = 0;
  readonly #failing: number;
  readonly #fault: Fault;

  constructor(failing: number, fault: Fault) {
    this.#failing = failing;
    this.#fault = fault;
  }

  get adapter() {
    const { inner } = this;
    return {
      ...inner,
      create: async (context: Parameters<typeof inner.create>[0]) => {
        const connection = await this.#turn(() => inner.create(context));
        const { query } = connection;
        connection.query = text => this.#turn(() => query.call(connection, text), connection);
        return connection;
      },
      setup: () => this.#turn(inner.setup),
      validate: (one: FakeConnection) => this.#turn(() => inner.validate(one), one),
      reset: (one: FakeConnection) => this.#turn(inner.reset, one),
      destroy: (one: FakeConnection) => this.#turn(() => inner.destroy(one), one),
    };
  }

  #turn<Result>(work: () => Promise<Result>, connection?: FakeConnection): Promise<Result> {
    this.calls += 1;
    if (this.calls !== this.#failing) return work();
    if (this.#fault === 'reject') return Promise.reject(new Error('fault'));
    if (this.#fault === 'never') return new Promise(() => undefined);
    if (this.#fault === 'abort') this.controller.abort(new Error('aborted'));
    if (this.#fault === 'broken' && connection) this.inner.breakOff(connection);
    return work();
  }
}

/** A little of everything, with one call going wrong; how many calls there were. */
async function play(failing: number, fault: Fault): Promise<number> {
  const driver = new FaultyDriver(failing, fault);
  const pool = createPool({ ...driver.adapter, ...timeouts, max: 2, maxUses: 3 });
  const { signal } = driver.controller;
  const work = [
    pool.transaction(lease => lease.query('insert'), { signal }),
    pool.query('select 1'),
    pool.use(lease => lease.query('select 2'), { signal }),
    pool.use(() => undefined),
    pool.query('select 3'),
  ];
  const settled = Promise.allSettled(work).then(() => true);
  await pass(600);
  // A statement that never ends is the user's to bound: whoever waits for it holds its connection.
  const isStuck = fault === 'never' && pool.stats().held > 0;
  if (!isStuck) expect(await Promise.race([settled, pass(10).then(() => false)])).toBe(true);
  const again = Promise.allSettled([pool.use(() => 'ok'), pool.use(() => 'ok')]);
  await pass(600);
  if (!isStuck) expect(await again).toMatchObject([{ value: 'ok' }, { value: 'ok' }]);
  const closing = pool.close({ deadlineMs: 100 });
  await pass(200);
  await closing;
  expect(driver.inner.live.size).toBe(0);
  expect(pool.stats()).toMatchObject({ open: 0, held: 0 });
  return driver.calls;
}

describe('a fault at any call of the driver', () => {
  beforeEach(stopClocks);
  afterEach(() => vi.useRealTimers());

  test.each(faults)('(%s) loses nothing', async fault => {
    let failing = 1;
    while (failing <= (await play(failing, fault))) failing += 1;
    expect(failing).toBeGreaterThan(15);
  });
});
