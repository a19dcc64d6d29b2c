import type { Hold } from '../src/analysis/hold-facts.ts';
import { defineCodemod, onlyWay } from '../src/codemod.ts';
import { splitHold } from '../src/edits/move/split.ts';

/** Holds no connection while foreign work is waited for, where no session is needed on both sides. */
export default defineCodemod({
  name: 'split-acquire',
  summary: 'Hold no connection while other services are waited for',
  repairs: ['no-await-while-held'],
  precedence: 60,

  *rewrite({ about, at, data }, source) {
    // Findings of the one rule it repairs are about holds.
    const way = splitHold(about as Hold, at, source);
    yield onlyWay(way, `Hold no connection while \`${data['call']}\` waits`);
  },
});
