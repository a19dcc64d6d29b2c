import type { Hold, Take } from '../src/analysis/hold-facts.ts';
import type { Finding } from '../src/rule.ts';
import { defineRule } from '../src/rule.ts';
import { isForeignStatement, nameChain, nameHold } from './holding.ts';

/**
 * Reports a second connection that is taken from a pool while one of the same pool is held.
 *
 * As many callers as the pool has connections can each hold one and wait for a second for ever.
 * The pool has to be the same object: one variable, field, import or `getPool()`.
 */
export default defineRule({
  name: 'no-nested-acquire',
  summary: 'Disallow taking a second connection from the same pool while one is held',
  messages: {
    acquires:
      '{{hold}} is held while `{{call}}` takes a second connection from the same pool.{{way}} {{advice}}',
    states:
      '{{hold}} is held while `{{call}}` takes a second connection for one statement.{{way}} {{advice}}',
  },

  *check(facts) {
    const told = new Set<number>();
    for (const hold of facts.holds) {
      for (const take of hold.takes) {
        if (isForeignStatement(hold, take) || told.has(take.at.start)) continue;
        // One that takes a second on purpose, from a pool that may be another one, is not told.
        if (take.isSamePool !== true) continue;
        told.add(take.at.start);
        yield toFinding(hold, take);
      }
    }
  },
});

function toFinding(hold: Hold, take: Take): Finding {
  return {
    message: take.use === 'statement' ? 'states' : 'acquires',
    about: hold,
    at: take.at,
    data: {
      hold: nameHold(hold),
      call: take.text,
      way: nameChain(take),
      advice: adviceFor(hold, take),
    },
    path: [
      { at: hold.acquire, label: 'acquired here' },
      { at: take.at, label: 'takes another one here' },
    ],
    tier: 'sure',
  };
}

function adviceFor({ name, by }: Hold, { use }: Take): string {
  const handle = name === undefined ? 'the connection that is held' : `\`${name}\``;
  if (use === 'statement') return `Run it on ${handle}.`;
  if (by === 'middleware') return `Use ${handle}.`;
  return `Use ${handle}, or do it ${by === 'scope' ? 'afterwards' : 'after the release'}.`;
}
