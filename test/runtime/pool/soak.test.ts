import { expect, test } from 'vitest';
import { soak } from './soak.ts';

test('after 30,000 operations with an unreliable driver all counts add up and nothing is left', async () => {
  const { stats, waits, uses, resources, live } = await soak(30_000);
  expect(stats.acquired).toBe(stats.released);
  expect(stats.connected).toBe(stats.destroyed);
  expect(waits).toBe(stats.acquired + stats.timedOut);
  expect(uses).toBe(stats.released);
  expect(stats.acquired + stats.timedOut + stats.aborted).toBe(30_000);
  expect([stats.open, stats.waiting, live]).toEqual([0, 0, 0]);
  // The test runner's own may have gone meanwhile.
  expect(resources).toBeLessThanOrEqual(0);
  expect(stats).toMatchObject({ state: 'closed', usedAfterRelease: 0, forced: 0 });
  for (const count of [
    'doubleReleased',
    'leftInTransaction',
    'connectFailed',
    'aborted',
  ] as const) {
    expect(stats[count], count).toBeGreaterThan(0);
  }
});
