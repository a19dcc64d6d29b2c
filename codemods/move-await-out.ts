import type { Hold } from '../src/analysis/hold-facts.ts';
import { defineCodemod, refuse } from '../src/codemod.ts';
import { isNoWay } from '../src/edits/hold/way.ts';
import { isStayed, moveOut } from '../src/edits/move/move-out.ts';

/** Waits for foreign work before the connection is acquired, or after it is released. */
export default defineCodemod({
  name: 'move-await-out',
  summary: 'Wait for other services before the connection is acquired, or after it is released',
  repairs: ['no-await-while-held'],
  precedence: 50,

  *rewrite({ about, at, data }, source) {
    // Findings of the one rule it repairs are about holds.
    const ways = moveOut(about as Hold, at, source);
    if (isStayed(ways)) return yield refuse(ways.reason);
    const { before, later, after } = ways;
    const title = `Wait for \`${data['call']}\``;
    if (!isNoWay(before)) {
      const text = `${title} before the connection is acquired`;
      yield { title: text, confidence: 'likely', edits: before.edits };
    }
    if (!isNoWay(later)) {
      const text = `Acquire the connection after \`${data['call']}\``;
      yield { title: text, confidence: 'likely', edits: later.edits };
    }
    if (!isNoWay(after)) {
      const text = `${title} after the connection is released`;
      yield { title: text, confidence: 'likely', edits: after.edits };
    }
    if (isNoWay(before) && isNoWay(later) && isNoWay(after)) {
      const why = `Not before the hold: ${before.reason} Not by a later acquire: ${later.reason}`;
      yield refuse(`${why} Not behind it: ${after.reason}`);
    }
  },
});
