import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pass, stopClocks } from './clock.ts';
import { anyCommand } from './commands.ts';
import { World } from './model.ts';

const runs = Number(process.env['POOL_MODEL_RUNS'] ?? 20_000);

beforeEach(stopClocks);
afterEach(() => vi.useRealTimers());

const limits = fc.record({
  max: fc.integer({ min: 1, max: 3 }),
  maxUses: fc.constantFrom(null, 2),
  maxLifetimeMs: fc.constantFrom(null, 400),
  idleTimeoutMs: fc.constantFrom(null, 100),
  keepaliveMs: fc.constantFrom(null, 60),
});

const timeouts = {
  acquireTimeoutMs: 3_000,
  ...{ connectTimeoutMs: 100, validateTimeoutMs: 100, resetTimeoutMs: 100, destroyTimeoutMs: 100 },
  ...{ validateAfterIdleMs: 40, backoffMs: 10, backoffMaxMs: 50, shrinkMs: 100 },
};

/** Ends whatever a run left, and shows that nothing is left then. */
async function end(world: World): Promise<void> {
  world.driver.plan = {};
  world.close(50);
  await pass(200);
  await pass(1_200);
  await world.check();
  expect(world.in('waiting')).toEqual([]);
  expect(world.closed).toBe('closed');
  expect(world.driver.live.size, 'live connections').toBe(0);
  expect(vi.getTimerCount(), 'timers').toBe(0);
}

test(`whatever happens, in ${runs} runs, no connection has two holders and nothing is lost`, async () => {
  const commands = fc.commands([...anyCommand], { maxCommands: 20 });
  await fc.assert(
    fc.asyncProperty(commands, limits, async (happening, chosen) => {
      const world = new World({ ...timeouts, ...chosen });
      await fc.asyncModelRun(() => ({ model: {}, real: world }), happening);
      await end(world);
    }),
    { numRuns: runs, endOnFailure: false },
  );
}, 900_000);
