import { defineCodemod, onlyWay } from '../src/codemod.ts';
import { notFor } from '../src/edits/hold/way.ts';
import { pinToClient } from '../src/edits/pin/pin.ts';

/** Sends a transaction through one connection instead of any that is free. */
export default defineCodemod({
  name: 'pin-client',
  summary: 'Acquire one connection for a transaction that goes through the pool',
  repairs: ['no-transaction-on-pool', 'no-pool-in-transaction'],
  precedence: 50,

  *rewrite({ about }, source) {
    const isOnPool = 'sentBy' in about || 'words' in about;
    const way = isOnPool ? pinToClient(about, source) : notFor('The transaction has a handle.');
    yield onlyWay(way, 'Acquire one connection for the whole transaction');
  },
});
