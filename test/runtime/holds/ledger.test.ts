import { performance as clock } from 'node:perf_hooks';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readClock } from '../../../src/runtime/clock.ts';
import { HoldLedger } from '../../../src/runtime/holds/hold.ts';
import type { Lease } from '../../../src/runtime/pool/lease.ts';
import type { FakeConnection } from '../pool/fake-driver.ts';
import { makePool } from '../pool/make.ts';

test('a ledger knows its live holds, in whatever order they end', async () => {
  const history = fc.array(fc.oneof(fc.constant('open' as const), fc.nat(20)), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(history, async steps => {
      const { pool } = makePool({ max: 60, reset: undefined });
      const live: Lease<FakeConnection>[] = [];
      for (const step of steps) {
        if (step === 'open') live.push(await pool.acquire());
        else for (const lease of live.splice(step, 1)) lease.release();
        expect(new Set(pool.ledger.live)).toEqual(new Set(live.map(({ hold }) => hold)));
        expect(pool.ledger.size).toBe(live.length);
      }
    }),
  );
});

test('a hold ends once', () => {
  const ledger = new HoldLedger('pool', () => []);
  const hold = ledger.open(1, 0, undefined, undefined);
  expect([ledger.close(hold, 5), ledger.close(hold, 9)]).toEqual([true, false]);
  expect(hold.heldMs(100)).toBe(4);
  expect([ledger.opened, ledger.uses.count, ledger.uses.sumMs]).toEqual([1, 1, 4]);
});

test('the clock is the one that `performance.now()` reads', () => {
  const [before, read, after] = [clock.now(), readClock(), clock.now()];
  expect(before).toBeLessThanOrEqual(read);
  expect(read).toBeLessThanOrEqual(after);
  expect(clock.now()).toBeGreaterThan(read);
});
