import type { PoolFact, TimeLimit } from '../src/analysis/pool-facts.ts';
import type { Finding } from '../src/rule.ts';
import { defineRule } from '../src/rule.ts';
import { namePoolFirst } from './pools.ts';

/**
 * Reports a pool whose callers wait for a connection for ever when all of them are in use.
 *
 * What else has no limit is told along with it: it is what keeps the connections in use.
 */
export default defineRule({
  name: 'require-timeouts',
  summary: 'Require a limit for the time a pool lets its callers wait',
  // It says what is missing, and most projects lack it; who wants to hear it turns it on.
  recommended: false,
  isAboutService: true,
  messages: {
    waits:
      '{{pool}} lets its callers wait for ever when all its connections are in use; `{{option}}: {{value}}` ends the wait with an error.{{others}}',
    cannot:
      '{{pool}} lets its callers wait for ever when all its connections are in use, and no option bounds the time; `{{option}}: {{value}}` bounds {{what}}.{{others}}',
    ignored: '`{{option}}` does nothing: {{package}} does not know it. {{remedy}}',
  },

  *check(facts, { pooler }) {
    for (const pool of facts.pools) {
      yield* ignoredIn(pool);
      const limit = pool.timeouts.find(({ of, value }) => of === 'acquire' && value === null);
      const finding = limit && toFinding(pool, limit, pooler !== undefined && pooler !== 'none');
      if (finding !== undefined) yield finding;
    }
  },
});

function* ignoredIn(pool: PoolFact): Iterable<Finding> {
  for (const { in: place, text, at } of pool.traps) {
    if (place !== 'options') continue;
    const instead = pool.timeouts.find(({ of }) => of === 'acquire')?.instead;
    const remedy =
      instead === undefined ? '' : `\`${instead.option}: ${instead.suggested}\` bounds the queue.`;
    yield {
      message: 'ignored',
      about: pool,
      at,
      data: { option: text, package: pool.package, remedy },
      path: [{ at, label: 'ignored' }],
      tier: 'sure',
    };
  }
}

function toFinding(pool: PoolFact, limit: TimeLimit, isPooled: boolean): Finding | undefined {
  const { option, suggested, instead } = limit;
  // Where the driver has no way at all there is nothing to ask for.
  const remedy = option === undefined ? instead : { option, suggested: suggested ?? 5000 };
  if (remedy === undefined) return undefined;
  return {
    message: option === undefined ? 'cannot' : 'waits',
    about: pool,
    at: pool.at,
    data: {
      pool: namePoolFirst(pool),
      option: remedy.option,
      value: String(remedy.suggested),
      what: 'the queue',
      others: isPooled ? '' : wordOthers(pool),
    },
    path: [{ at: pool.at, label: 'made here' }],
    tier: 'sure',
  };
}

const NAMES: Partial<Record<TimeLimit['of'], string>> = {
  statement: 'a statement',
  'idle-in-transaction': 'an idle transaction',
};

/** What else runs for ever, with the option that ends it. */
function wordOthers({ timeouts }: PoolFact): string {
  const open = timeouts.flatMap(({ of, option, value }) => {
    const name = NAMES[of];
    return name !== undefined && option !== undefined && value === null
      ? [`${name} (\`${option}\`)`]
      : [];
  });
  return open.length === 0 ? '' : ` Nothing ends ${open.join(' or ')} either.`;
}
