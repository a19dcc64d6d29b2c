import type { PoolStatement } from '../src/analysis/facts.ts';
import type { Hold } from '../src/analysis/hold-facts.ts';
import { defineCodemod, onlyWay } from '../src/codemod.ts';
import { notFor, type NoWay, type Way } from '../src/edits/hold/way.ts';
import type { EditSource } from '../src/edits/source.ts';
import { threadHandle } from '../src/edits/transaction/thread.ts';
import type { Finding } from '../src/rule.ts';

/** Runs a statement in the transaction that is open, through the functions that lead to it. */
export default defineCodemod({
  name: 'use-transaction',
  summary: 'Run the statement in the transaction that is open',
  repairs: ['no-pool-in-transaction'],
  precedence: 40,

  *rewrite(finding, source) {
    yield onlyWay(wayFor(finding, source), 'Run it in the transaction');
  },
});

function wayFor({ about, at }: Finding, source: EditSource): Way | NoWay {
  // Findings of the one rule it repairs are about holds, and about statements on pools.
  const hold = about as Hold | PoolStatement;
  if (!('takes' in hold)) return notFor('The transaction has no handle.');
  const here = hold.takes.filter(one => one.use === 'statement' && one.at.start === at.start);
  return threadHandle(
    hold,
    here.flatMap(({ runs }) => runs),
    source,
  );
}
