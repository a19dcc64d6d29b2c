import type { Lease } from '../src/analysis/facts.ts';
import { defineCodemod, onlyWay } from '../src/codemod.ts';
import { releaseInCallbacks } from '../src/edits/hold/callbacks.ts';
import { isNoWay } from '../src/edits/hold/way.ts';

/** Gives the connection back first thing in the last callback, and before each earlier exit. */
export default defineCodemod({
  name: 'release-in-callbacks',
  summary: 'Give the connection back first thing in the last callback',
  repairs: ['no-leaked-connection'],
  precedence: 10,

  *rewrite({ about }, source) {
    // Findings of the one rule it repairs are about leases.
    const lease = about as Lease;
    const way = releaseInCallbacks(lease, source);
    const title = 'Give the connection back first thing in the last callback';
    const isSafe = !isNoWay(way) && way.isDoubtful !== true;
    yield onlyWay(way, title, isSafe ? 'safe' : 'likely');
  },
});
