import type { LeakDetector } from '../detector/detector.ts';
import { doubleReleaseOf } from '../detector/said.ts';
import { Pool } from '../pool/pool.ts';
import { all } from './patch.ts';
import type { Watch, WatchedPool, WatchStats } from './watched.ts';

/** Watches a pool of ours, which needs no patch; `undefined` for any other. */
export function watchOwn(pool: object, detector: LeakDetector): Watch | undefined {
  if (!(pool instanceof Pool)) return undefined;
  const { ledger } = pool;
  const forget = detector.observe(ledger, { reclaim: hold => void pool.reclaim(hold) });
  const deafen = pool.listen(event => {
    if (event.kind !== 'double-release') return;
    detector.report(event.hold, doubleReleaseOf(event.hold, false, undefined));
  });
  const one: WatchedPool = {
    name: pool.name,
    kind: 'eslint-plugin-pool',
    ledger,
    stats: () => statsOf(pool, detector),
    holders: () => detector.holders(ledger),
  };
  return { pools: [one], unwatch: all([forget, deafen]) };
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
