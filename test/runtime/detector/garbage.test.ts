import { afterEach, describe, expect, test } from 'vitest';
import { LeakDetector } from '../../../src/runtime/detector/detector.ts';
import type { Report } from '../../../src/runtime/detector/report.ts';
import { makePool } from '../pool/make.ts';
import { Bench, collectGarbage, pause, stopBenches, type TestLease } from './holding.ts';

afterEach(stopBenches);

/** Keeps a lease in a field; the stack of its acquire has it as receiver. */
class Repository {
  lease: TestLease | undefined;
  take(bench: Bench): void {
    this.lease = bench.acquire();
  }
}

/** Ways to lose a lease. None leaves anything that could still release it. */
const losses: Readonly<Record<string, (bench: Bench) => unknown>> = {
  'a dropped object that keeps it': bench => new Repository().take(bench),
  'a closure that is dropped': bench => {
    let lease: TestLease | undefined;
    const take = () => {
      lease = bench.acquire();
    };
    take();
    return lease === undefined;
  },
  'a local of a function that returned': async bench => {
    const lease = bench.acquire();
    await Promise.resolve();
    return lease.hold.id;
  },
  'a function stuck on a promise that nobody can settle': bench => {
    void (async () => {
      const lease = bench.acquire();
      await new Promise(() => {});
      lease.release();
    })();
  },
};

describe.each([
  ['with all stacks', 1],
  ['with no stack', 1_000_000],
])('%s', (_, every) => {
  test.each(Object.entries(losses))('%s is reported at once', async (_name, lose) => {
    const bench = new Bench({ sweepMs: 20, sampling: { every } });
    await lose(bench);
    // Stacks are formatted after 100 ms: before, they keep the receivers of their frames alive.
    await pause(160);
    await collectGarbage();
    expect(bench.kinds()).toEqual(['lost-lease']);
    expect(bench.reports[0]).toMatchObject({ certainty: 'proof', poolName: 'test' });
    expect(bench.detector.leaked(bench.ledger)).toBe(1);
  });
});

test('a lease that had to be waited for, and is lost, is reported', async () => {
  const { pool } = makePool({ max: 2 });
  const reports: Report[] = [];
  const detector = new LeakDetector({
    ...{ warn: false, sweepMs: 20, onReport: report => reports.push(report) },
  });
  detector.observe(pool.ledger);
  // Both wait until their connections are open; nobody waits after them.
  await Promise.all([pool.acquire(), pool.acquire()]);
  await pause(160);
  await collectGarbage();
  expect(reports.map(({ kind }) => kind)).toEqual(['lost-lease', 'lost-lease']);
  detector.stop();
});

test('two detectors of one pool both look at its holds', async () => {
  const bench = new Bench({ sweepMs: 20, idleMs: 60 });
  const reports: Report[] = [];
  const other = new LeakDetector({
    ...{ warn: false, sweepMs: 20, idleMs: 60, onReport: report => reports.push(report) },
  });
  other.observe(bench.ledger);
  const kept = bench.acquire();
  await pause(160);
  kept.release();
  expect(bench.kinds()).toEqual(['idle-hold', 'returned-late']);
  expect(reports.map(({ kind }) => kind)).toEqual(['idle-hold', 'returned-late']);
  other.stop();
});

test('a lease that somebody keeps is not reported', async () => {
  const bench = new Bench({ sweepMs: 20 });
  const kept = bench.acquire();
  await pause(160);
  await collectGarbage();
  expect(bench.reports).toEqual([]);
  kept.release();
});

test('a released lease is not reported when it is collected', async () => {
  const bench = new Bench({ sweepMs: 20 });
  for (let round = 0; round < 100; round++) bench.acquire().release();
  await pause(60);
  await collectGarbage();
  expect(bench.reports).toEqual([]);
});

test('a lease lost and found late by time as well is reported once', async () => {
  const bench = new Bench({ sweepMs: 20, idleMs: 400 });
  losses['a closure that is dropped']?.(bench);
  await pause(160);
  await collectGarbage();
  await pause(500);
  expect(bench.kinds()).toEqual(['lost-lease']);
});

test('an unformatted stack would hide a loss: the trap that the sweep avoids', async () => {
  const bench = new Bench({ sweepMs: 20 });
  const repository = new Repository();
  repository.take(bench);
  const { lease } = repository;
  expect(Object.isFrozen(lease?.hold.stack)).toBe(false);
  await pause(160);
  expect(Object.isFrozen(lease?.hold.stack)).toBe(true);
});
