import type { PoolEvent } from '../../../src/runtime/pool/events.ts';
import type { PoolOptions } from '../../../src/runtime/pool/options.ts';
import { createPool } from '../../../src/runtime/pool/pool.ts';
import { FakeDriver, type FakeConnection } from './fake-driver.ts';

/** A pool over a fake driver, with what it reports. */
export function makePool(options: Partial<PoolOptions<FakeConnection>> = {}) {
  const driver = new FakeDriver();
  const events: PoolEvent[] = [];
  const onEvent = (event: PoolEvent) => void events.push(event);
  const pool = createPool({ ...driver, name: 'test', onEvent, ...options });
  return { driver, pool, events, kinds: () => events.map(({ kind }) => kind) };
}

/** What a promise has come to, without waiting for it. */
export function outcomeOf<Value>(promise: Promise<Value>): {
  readonly settled: boolean;
  readonly error: unknown;
  readonly value: Value | undefined;
} {
  const outcome = {
    settled: false,
    error: undefined as unknown,
    value: undefined as Value | undefined,
  };
  promise.then(
    value => Object.assign(outcome, { settled: true, value }),
    (error: unknown) => Object.assign(outcome, { settled: true, error }),
  );
  return outcome;
}
