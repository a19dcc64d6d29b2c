import type { PoolFact, RemadePool } from '../src/analysis/pool-facts.ts';
import { defineCodemod, onlyWay } from '../src/codemod.ts';
import type { NoWay, Way } from '../src/edits/hold/way.ts';
import { hoistPool } from '../src/edits/pool/hoist.ts';
import type { EditSource } from '../src/edits/source.ts';

/** Makes one pool for the module instead of one for each call. */
export default defineCodemod({
  name: 'hoist-pool',
  summary: 'Make the pool once for the module, and share it',
  repairs: ['no-pool-per-call'],
  precedence: 50,

  *rewrite({ about }, source) {
    // Findings of the one rule it repairs are about pools, and about calls that make one.
    const way = wayFor(about as PoolFact | RemadePool, source);
    yield onlyWay(way, 'Make the pool once for the module');
  },
});

function wayFor(pool: PoolFact | RemadePool, source: EditSource): Way | NoWay {
  if (!('size' in pool)) return { reason: 'It is made in another file.' };
  if (pool.repetition?.caller !== undefined) {
    return { reason: 'Its function gives it away: its callers may close it.' };
  }
  return hoistPool(pool, source);
}
