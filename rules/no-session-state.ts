import { defineRule } from '../src/rule.ts';

/**
 * Reports what needs its session when the settings say that a pooler shares sessions, or when every
 * rule is asked for.
 *
 * Behind PgBouncer in transaction mode the next transaction runs in another session, and somebody
 * else's in this one.
 */
export default defineRule({
  name: 'no-session-state',
  summary: 'Disallow session state behind a pooler in transaction mode',
  messages: {
    lost: '`{{text}}` ({{package}}) {{words}}, and the pooler shares sessions in {{mode}} mode: it is lost, or meets somebody else. {{advice}}',
  },

  *check(facts, { pooler, mayHavePooler = false }) {
    if (pooler === 'none' || (pooler === undefined && !mayHavePooler)) return;
    for (const use of facts.sessionUses) {
      // As long as nobody says that there is a pooler, a connection of one's own is a reason not to ask.
      if (pooler === undefined && use.isOnOwn) continue;
      yield {
        message: 'lost',
        about: use,
        at: use.at,
        data: {
          text: use.text,
          package: use.package,
          words: use.words,
          mode: pooler ?? 'transaction',
          advice: use.advice,
        },
        path: [{ at: use.at, label: 'needs its session' }],
        tier: 'sure',
      };
    }
  },
});
