import type { PoolFact } from '../src/analysis/pool-facts.ts';
import { defineCodemod, refuse } from '../src/codemod.ts';
import { isNoWay } from '../src/edits/hold/way.ts';
import { listenToErrors } from '../src/edits/pool/listen.ts';

/** Listens for the errors of a pool, so that a lost connection does not end the process. */
export default defineCodemod({
  name: 'error-handler',
  summary: 'Listen for the errors of a pool',
  repairs: ['require-error-handler'],
  precedence: 50,

  *rewrite({ about }, source) {
    // Findings of the one rule it repairs are about pools.
    const pool = about as PoolFact;
    const way = listenToErrors(pool, source);
    if (isNoWay(way)) yield refuse(way.reason);
    else {
      const title = `Listen for the errors of ${pool.name === undefined ? 'the pool' : `\`${pool.name}\``}`;
      yield { title, confidence: 'likely', edits: way.edits };
    }
  },
});
