import type { Lease } from '../src/analysis/facts.ts';
import { defineCodemod, refuse } from '../src/codemod.ts';
import { protect } from '../src/edits/hold/protect.ts';
import { isNoWay } from '../src/edits/hold/way.ts';

/** Gives the connection back in a `finally`, or in a `catch` where the success ends it. */
export default defineCodemod({
  name: 'try-finally',
  summary: 'Give the connection back on every path with `try` and `finally`',
  repairs: ['no-leaked-connection'],
  precedence: 20,

  *rewrite({ about }, source) {
    // Findings of the one rule it repairs are about leases.
    const lease = about as Lease;
    for (const way of protect(lease, source)) {
      if (isNoWay(way)) yield refuse(way.reason, way.tells);
      else {
        const confidence = way.isDoubtful ? 'likely' : 'safe';
        yield { title: titleFor(lease), confidence, edits: way.edits };
      }
    }
  },
});

function titleFor({ giveBack, isGivenAway, handling }: Lease): string {
  const isForFailure = isGivenAway || handling.isTransaction;
  return `Call \`${giveBack}\` ${isForFailure ? 'when something fails' : 'on every path'}`;
}
