import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { pass, settle, stopClocks } from './clock.ts';
import { calls, outcomes, type Call, type Outcome } from './fake-driver.ts';
import { World } from './model.ts';

type Plan = Readonly<Record<Call, Outcome>>;

const timeouts = {
  acquireTimeoutMs: 400,
  ...{ connectTimeoutMs: 100, validateTimeoutMs: 100, resetTimeoutMs: 100, destroyTimeoutMs: 100 },
  ...{ validateAfterIdleMs: 5, keepaliveMs: null, backoffMs: 10, backoffMaxMs: 40 },
};

/** All combinations of how the calls of the driver may end. */
function* plans(): Generator<Plan> {
  const total = outcomes.length ** calls.length;
  for (let number = 0; number < total; number += 1) {
    const digits = calls.map((call, place) => [
      call,
      outcomes[Math.floor(number / outcomes.length ** place) % outcomes.length],
    ]);
    // It has each call once.
    yield Object.fromEntries(digits) as Plan;
  }
}

const troubles: Readonly<Record<string, (world: World) => void | Promise<void>>> = {
  async timeout(world) {
    world.acquire(30, 0);
    world.acquire(30, 0);
    await pass(60);
  },
  async abort(world) {
    world.acquire(undefined, 0);
    await settle();
    for (const attempt of world.in('waiting')) attempt.controller.abort();
  },
  close: world => world.close(50),
  'double release'(world) {
    for (const attempt of world.in('held')) {
      attempt.state = 'released';
      attempt.lease?.release();
      attempt.lease?.release();
    }
  },
};

/** Two acquires meet a driver that behaves as planned, then the trouble, then a driver that works. */
async function play(plan: Plan, trouble: (world: World) => void | Promise<void>): Promise<void> {
  const world = new World({ ...timeouts, max: 2 });
  // One connection is there before anything goes wrong, so that validation has its turn.
  world.acquire(undefined, 0);
  await settle();
  releaseAll(world);
  await pass(12);
  world.driver.plan = plan;
  world.acquire(undefined, 0);
  world.acquire(undefined, 0);
  await pass(30);
  await trouble(world);
  await world.check();
  releaseAll(world);
  await pass(150);
  await world.check();
  world.driver.plan = {};
  releaseAll(world);
  await pass(600);
  await recover(world);
}

function releaseAll(world: World): void {
  for (const attempt of world.in('held')) {
    attempt.state = 'released';
    attempt.lease?.release();
  }
}

/** No place was lost: as many as fit are served at once, and closing leaves nothing. */
async function recover(world: World): Promise<void> {
  releaseAll(world);
  if (world.closed === 'no') {
    world.acquire(undefined, 0);
    world.acquire(undefined, 0);
    await pass(60);
    if (world.in('held').length !== 2) throw new Error('A place was lost.');
  }
  world.close(50);
  await pass(200);
  if (world.closed !== 'closed') throw new Error('close() missed its deadline.');
  if (world.in('waiting').length > 0) throw new Error('An acquire never settles.');
  await pass(600);
  if (world.driver.live.size > 0) throw new Error('A connection is left behind.');
}

describe('a driver that fails', () => {
  beforeEach(stopClocks);
  afterEach(() => vi.useRealTimers());

  test.each(Object.entries(troubles))(
    'in any of 6^5 ways beside %s loses no place',
    async (_name, trouble) => {
      const failures: string[] = [];
      let played = 0;
      for (const plan of plans()) {
        played += 1;
        await play(plan, trouble).catch((error: unknown) => {
          failures.push(`${JSON.stringify(plan)}: ${String(error)}`);
        });
        vi.clearAllTimers();
      }
      expect(failures.slice(0, 3)).toEqual([]);
      expect(played).toBe(7_776);
    },
    600_000,
  );
});
