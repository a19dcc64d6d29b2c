import { readClock } from '../clock.ts';
import { holdersOf, toDump } from '../detector/describe.ts';
import type { PoolCore } from './core.ts';
import type { Circumstances } from './errors.ts';

/** Whether a pool hands out connections. */
export type PoolState = 'open' | 'suspended' | 'closing' | 'closed';

/** Everything that a pool counts, at one moment. */
export interface PoolStats {
  readonly state: PoolState;
  readonly min: number;
  readonly max: number;
  /** `max`, or less for a while after the server said that it is full. */
  readonly limit: number;
  /** Connections in any state; the sum of the next five. */
  readonly open: number;
  readonly idle: number;
  readonly held: number;
  readonly connecting: number;
  /** Validated or reset at this moment. */
  readonly checking: number;
  readonly closing: number;
  readonly waiting: number;
  /** Since the pool was made. `acquired` is `released` plus `held`. */
  readonly acquired: number;
  readonly released: number;
  readonly timedOut: number;
  readonly aborted: number;
  readonly refused: number;
  readonly connected: number;
  readonly connectFailed: number;
  readonly destroyed: number;
  readonly leftInTransaction: number;
  readonly doubleReleased: number;
  readonly usedAfterRelease: number;
  readonly forced: number;
}

/** What is counted up, and never down. */
export class Counts {
  timedOut = 0;
  aborted = 0;
  refused = 0;
  connected = 0;
  connectFailed = 0;
  destroyed = 0;
  leftInTransaction = 0;
  doubleReleased = 0;
  usedAfterRelease = 0;
  /** Holds that `close` or `reclaim` ended. */
  forced = 0;
}

/** All counts of a pool, at one moment. */
export function statsOf<Connection extends object>(core: PoolCore<Connection>): PoolStats {
  const { slots, limits, queue, ledger, state, limit } = core;
  const { idle, held, connecting, checking, closing, size } = slots;
  return Object.freeze({
    ...core.counts,
    ...{ acquired: ledger.opened, released: ledger.uses.count },
    ...{ state, limit, min: limits.min, max: limits.max, waiting: queue.size },
    ...{ open: size, idle, held, connecting, checking, closing },
  });
}

/** What an error of now says about its pool. */
export function circumstancesOf<Connection extends object>(
  core: PoolCore<Connection>,
): Circumstances {
  const holders = holdersOf(core.ledger.live, readClock());
  const stats = statsOf(core);
  const { held, max, idle, connecting, waiting } = stats;
  const numbers = `${held} of ${max} held, ${idle} idle, ${connecting} connecting, ${waiting} waiting.`;
  const words = holders.length === 0 ? numbers : `${numbers}\n${toDump(holders)}`;
  return { poolName: core.name, stats, holders, words };
}
