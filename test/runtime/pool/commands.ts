import fc from 'fast-check';
import { pass } from './clock.ts';
import { calls, fullError, outcomes } from './fake-driver.ts';
import type { World } from './model.ts';

/** Something that happens to a pool; it happens only where it makes sense. */
type Happening = (world: World, which: number) => void | Promise<void>;

function nth<Item>(items: readonly Item[], which: number): Item | undefined {
  return items[which % items.length];
}

const happenings: Readonly<Record<string, Happening>> = {
  acquire: world => world.acquire(undefined, 0),
  acquireAgain: world => world.acquire(undefined, 0),
  acquireHurriedly: (world, which) => world.acquire(20 + (which % 3) * 30, 0),
  acquireFirst: (world, which) => world.acquire(undefined, which % 3),
  release(world, which) {
    const attempt = nth(world.in('held'), which);
    if (attempt) attempt.state = 'released';
    attempt?.lease?.release();
  },
  releaseBroken(world, which) {
    const attempt = nth(world.in('held'), which);
    if (attempt) attempt.state = 'released';
    attempt?.lease?.release(new Error('broken'));
  },
  releaseInTransaction(world, which) {
    const attempt = nth(world.in('held'), which);
    if (attempt?.lease?.isOpen) attempt.lease.connection.transaction = 'open';
    if (attempt) attempt.state = 'released';
    attempt?.lease?.release();
  },
  releaseAgain: (world, which) => nth(world.in('released'), which)?.lease?.release(),
  disposeAgain: (world, which) => nth(world.in('released'), which)?.lease?.[Symbol.asyncDispose](),
  useAgain(world, which) {
    const lease = nth(world.in('released'), which)?.lease;
    if (lease === undefined) return;
    try {
      void lease.connection;
    } catch {
      return;
    }
    throw new Error('A released lease can be used.');
  },
  abort: (world, which) => nth(world.in('waiting'), which)?.controller.abort(),
  breakOff(world, which) {
    const connection = nth([...world.driver.live], which);
    if (connection) world.driver.breakOff(connection);
  },
  refuse: world => void world.driver.refusals.push(new Error('refused')),
  refuseFull: world => void world.driver.refusals.push(fullError),
  planCall(world, which) {
    const call = nth(calls, which) ?? 'create';
    world.driver.plan = { [call]: nth(outcomes, Math.floor(which / calls.length)) };
  },
  planNothing: world => void (world.driver.plan = {}),
  waitShort: () => pass(30),
  waitLong: () => pass(700),
  suspend: world => world.pool.suspend(),
  resume: world => world.pool.resume(),
  evict: world => world.pool.evict(),
  resize: (world, which) => world.pool.resize({ max: 1 + (which % 4), min: 0 }),
  close: (world, which) => (which % 4 === 0 ? world.close(50) : undefined),
};

class Command implements fc.AsyncCommand<object, World> {
  readonly #name: string;
  readonly #which: number;

  constructor(name: string, which: number) {
    this.#name = name;
    this.#which = which;
  }

  check(): boolean {
    return true;
  }

  async run(_model: object, world: World): Promise<void> {
    await happenings[this.#name]?.(world, this.#which);
    await world.check();
  }

  toString(): string {
    return `${this.#name}(${this.#which})`;
  }
}

/** Everything that may happen to a pool. */
export const anyCommand: readonly fc.Arbitrary<Command>[] = Object.keys(happenings).map(name =>
  fc.nat(59).map(which => new Command(name, which)),
);
