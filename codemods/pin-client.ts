import type { PoolStatement } from '../src/analysis/facts.ts';
import { defineCodemod, onlyWay } from '../src/codemod.ts';
import { pinToClient } from '../src/edits/pin/pin.ts';

/** Sends a transaction through one connection instead of any that is free. */
export default defineCodemod({
  name: 'pin-client',
  summary: 'Acquire one connection for a transaction that goes through the pool',
  repairs: ['no-transaction-on-pool'],
  precedence: 50,

  *rewrite({ about }, source) {
    // Findings of the one rule it repairs are about statements on pools.
    const way = pinToClient(about as PoolStatement, source);
    yield onlyWay(way, 'Acquire one connection for the whole transaction');
  },
});
