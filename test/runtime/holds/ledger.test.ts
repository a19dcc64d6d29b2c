import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HoldLedger } from '../../../src/runtime/holds/hold.ts';
import type { Hold } from '../../../src/runtime/holds/record.ts';

test('a ledger knows its live holds, in whatever order they end', () => {
  const history = fc.array(fc.oneof(fc.constant('open' as const), fc.nat(20)), { maxLength: 60 });
  fc.assert(
    fc.property(history, steps => {
      const ledger = new HoldLedger('pool');
      const live: Hold[] = [];
      for (const [now, step] of steps.entries()) {
        if (step === 'open') live.push(ledger.open(now, 0, undefined, undefined));
        else for (const hold of live.splice(step, 1)) expect(ledger.close(hold, now)).toBe(true);
        expect(new Set(ledger.live)).toEqual(new Set(live));
        expect(ledger.size).toBe(live.length);
      }
    }),
  );
});

test('a hold ends once', () => {
  const ledger = new HoldLedger('pool');
  const hold = ledger.open(1, 0, undefined, undefined);
  const other = ledger.open(2, 0, undefined, undefined);
  expect([ledger.close(hold, 5), ledger.close(hold, 9)]).toEqual([true, false]);
  expect(hold.heldMs(100)).toBe(4);
  expect(ledger.live).toEqual([other]);
});
