import type { PoolFact } from '../src/analysis/pool-facts.ts';
import { defineCodemod, onlyWay } from '../src/codemod.ts';
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
    const name = pool.name === undefined ? 'the pool' : `\`${pool.name}\``;
    yield onlyWay(listenToErrors(pool, source), `Listen for the errors of ${name}`);
  },
});
