import type { LeakDetector } from '../detector/detector.ts';
import { Pool } from '../pool/pool.ts';
import type { Watch, WatchedPool, WatchStats } from './watched.ts';

/** Watches a pool of ours, which needs no patch; `undefined` for any other. */
export function watchOwn(pool: object, detector: LeakDetector): Watch | undefined {
  if (!(pool instanceof Pool)) return undefined;
  const { ledger } = pool;
  const unwatch = detector.observe(ledger, { reclaim: hold => void pool.reclaim(hold) });
  const one: WatchedPool = {
    name: pool.name,
    kind: 'eslint-plugin-pool',
    ledger,
    stats: () => statsOf(pool, detector),
    holders: () => detector.holders(ledger),
  };
  return { pools: [one], unwatch };
}

function statsOf(pool: Pool<object>, detector: LeakDetector): WatchStats {
  const { min, max, open, idle, waiting, held, acquired, ...counts } = pool.stats();
  const { timedOut, aborted, refused } = counts;
  return Object.freeze({
    ...{ name: pool.name, min, max, open, idle, waiting, held, acquired, timedOut },
    leaked: detector.leaked(pool.ledger),
    failed: timedOut + aborted + refused,
  });
}
