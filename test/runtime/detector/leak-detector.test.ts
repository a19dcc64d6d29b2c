import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { reportChannel } from '../../../src/runtime/detector/outlet.ts';
import { linkClocks } from '../pool/clock.ts';
import { Bench, stopBenches } from './holding.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance', 'Date'] });
  linkClocks();
});

afterEach(() => {
  stopBenches();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('idle holds', () => {
  test('a connection on which nothing runs is reported once, with its call site', () => {
    const bench = new Bench({ idleMs: 5000 });
    bench.acquire();
    vi.advanceTimersByTime(4900);
    expect(bench.reports).toEqual([]);
    vi.advanceTimersByTime(20_000);
    expect(bench.kinds()).toEqual(['idle-hold']);
    const [report] = bench.reports;
    expect(report).toMatchObject({ rule: 'pool/no-leaked-connection', certainty: 'suspicion' });
    expect(report?.site).toMatch(/^test\/runtime\/detector\/leak-detector\.test\.ts:\d+$/);
    expect(report?.message).toContain('has run nothing since then for 5.');
  });

  test('a slow statement is no leak, however long it takes', () => {
    const bench = new Bench({ idleMs: 5000 });
    const { hold, release } = bench.acquire();
    hold.begin(performance.now(), 'select pg_sleep(600)');
    vi.advanceTimersByTime(600_000);
    hold.end(performance.now());
    vi.advanceTimersByTime(4000);
    release();
    expect(bench.reports).toEqual([]);
  });

  test('idle time counts from the last statement', () => {
    const bench = new Bench({ idleMs: 5000 });
    const { hold } = bench.acquire();
    for (let round = 0; round < 10; round++) {
      vi.advanceTimersByTime(4000);
      hold.begin(performance.now(), "update users set name = 'Zaphod' where id = 424242");
      hold.end(performance.now());
    }
    expect(bench.reports).toEqual([]);
    vi.advanceTimersByTime(6000);
    expect(bench.reports[0]).toMatchObject({
      kind: 'idle-hold',
      statements: 10,
      lastStatement: "update users set name = '…' where id = …",
    });
  });

  test('a late return withdraws the suspicion', () => {
    const bench = new Bench({ idleMs: 5000 });
    const { release } = bench.acquire();
    vi.advanceTimersByTime(6000);
    expect(bench.detector.leaked(bench.ledger)).toBe(1);
    release();
    expect(bench.kinds()).toEqual(['idle-hold', 'returned-late']);
    expect(bench.reports[1]?.certainty).toBe('withdrawn');
    expect(bench.detector.leaked(bench.ledger)).toBe(0);
  });

  test('where statements cannot be seen, only the age of a hold speaks', () => {
    const bench = new Bench({ idleMs: 1000, heldMs: 9000 }, false);
    bench.acquire();
    vi.advanceTimersByTime(8900);
    expect(bench.reports).toEqual([]);
    vi.advanceTimersByTime(600);
    expect(bench.reports[0]?.message).toContain('has been held for 9.');
  });
});

describe('what is no time of a hold', () => {
  test('a pause of the event loop is not counted', () => {
    const bench = new Bench({ idleMs: 5000 });
    const { release } = bench.acquire();
    vi.advanceTimersByTime(1000);
    leap(60_000);
    vi.advanceTimersByTime(3000);
    release();
    expect(bench.reports).toEqual([]);
  });

  test('after a pause a leak is still found', () => {
    const bench = new Bench({ idleMs: 5000 });
    bench.acquire();
    leap(60_000);
    vi.advanceTimersByTime(6000);
    expect(bench.kinds()).toEqual(['idle-hold']);
  });

  test('a wall clock that leaps changes nothing', () => {
    const bench = new Bench({ idleMs: 5000 });
    const { release } = bench.acquire();
    vi.setSystemTime(Date.now() + 3_600_000);
    vi.advanceTimersByTime(4000);
    release();
    expect(bench.reports).toEqual([]);
  });
});

describe('cost', () => {
  test('nothing polls while nothing is held', () => {
    const bench = new Bench();
    expect(vi.getTimerCount()).toBe(0);
    const leases = [bench.acquire(), bench.acquire()];
    expect(vi.getTimerCount()).toBe(1);
    for (const { release } of leases) release();
    vi.advanceTimersByTime(1000);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('a stack is captured in 10 ms, or one in so many, and all of them after a suspicion', () => {
    const bench = new Bench({ idleMs: 5000, sampling: {} });
    const captured = () => bench.acquire().hold.stack !== undefined;
    expect(Array.from({ length: 640 }, captured).filter(Boolean), 'at once').toHaveLength(1);
    const inTime = () => vi.advanceTimersByTime(1) && captured();
    expect(Array.from({ length: 640 }, inTime).filter(Boolean)).toHaveLength(64);
    const rare = new Bench({ sampling: { every: 64 } });
    const ofRare = () => rare.acquire().hold.stack !== undefined;
    expect(Array.from({ length: 640 }, ofRare).filter(Boolean)).toHaveLength(10);
    vi.advanceTimersByTime(6000);
    expect(Array.from({ length: 100 }, captured).filter(Boolean)).toHaveLength(100);
  });

  test('a call site known as a constant has its stack captured once it is suspected', () => {
    const bench = new Bench({ idleMs: 5000, sampling: {} });
    const captured = (site: string) => bench.acquire(site).hold.stack !== undefined;
    expect(captured('src/a.ts:10')).toBe(false);
    vi.advanceTimersByTime(6000);
    expect(bench.reports[0]?.site).toBe('src/a.ts:10');
    expect(captured('src/a.ts:10')).toBe(true);
    expect(captured('src/b.ts:10')).toBe(false);
  });
});

describe('where reports go', () => {
  test('to the channel, to the callback, and once for a call site to the warnings', () => {
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
    const heard: unknown[] = [];
    const listener = (message: unknown) => heard.push(message);
    reportChannel.subscribe(listener);
    const bench = new Bench({ idleMs: 5000, warn: true });
    for (let round = 0; round < 3; round++) bench.acquire();
    vi.advanceTimersByTime(6000);
    reportChannel.unsubscribe(listener);
    expect(heard).toEqual(bench.reports);
    expect(heard).toHaveLength(3);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]?.[0]).toContain('(pool/no-leaked-connection)');
    expect(warn.mock.calls[0]?.[1]).toMatchObject({ code: 'POOL_IDLE_HOLD', type: 'PoolWarning' });
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('mine');
      },
    ],
    ['rejects', () => Promise.reject(new Error('mine'))],
  ])('a callback that %s becomes a warning', async (_, onReport) => {
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
    const bench = new Bench();
    const { LeakDetector } = await import('../../../src/runtime/detector/detector.ts');
    const detector = new LeakDetector({ warn: false, onReport });
    detector.send({ kind: 'idle-hold' } as never);
    await Promise.resolve();
    expect(warn.mock.calls[0]?.[0]).toContain('The callback for reports threw: Error: mine');
    expect(bench.reports).toEqual([]);
  });

  test('after the end of observing nothing is reported and nothing runs', () => {
    const bench = new Bench({ idleMs: 5000 });
    bench.acquire();
    bench.detector.stop();
    vi.advanceTimersByTime(60_000);
    expect(bench.reports).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('options that cannot work are refused', () => {
    expect(() => new Bench({ idleMs: 0 })).toThrow('idleMs is 0; it must be above 0.');
  });
});

/** The clock goes on while no timer fires: what a blocked event loop looks like. */
function leap(ms: number): void {
  const real = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => real() + ms);
  vi.advanceTimersByTime(250);
}
