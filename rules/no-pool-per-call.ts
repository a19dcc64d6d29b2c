import type { PoolFact, RemadePool, Repetition } from '../src/analysis/pool-facts.ts';
import type { Finding } from '../src/rule.ts';
import { defineRule } from '../src/rule.ts';

/**
 * Reports a pool that is made again and again: in what handles requests, or in a function that does
 * not keep it.
 *
 * A call of a function that makes one is reported where it stands, unless that is in the same file.
 */
export default defineRule({
  name: 'no-pool-per-call',
  summary: 'Disallow making a pool for each call or request',
  isAboutService: true,
  messages: {
    request:
      '`{{text}}` ({{package}}) makes a pool for each request{{where}}{{end}} Make one for the module, and share it.',
    call: '`{{text}}` ({{package}}) makes a pool each time {{function}} runs{{where}}{{end}} Make one for the module, and share it.',
  },

  *check(facts) {
    for (const pool of facts.pools) {
      if (pool.repetition !== undefined) yield toFinding(pool, pool.repetition);
    }
    for (const call of facts.remadePools) yield toFinding(call, call.repetition);
  },
});

function toFinding(pool: PoolFact | RemadePool, repetition: Repetition): Finding {
  const { kind, function: name, isEnded, caller } = repetition;
  const path = [{ at: pool.at, label: 'made here' }];
  if (caller !== undefined) path.push({ at: caller.at, label: 'called here' });
  return {
    message: kind,
    about: pool,
    at: pool.at,
    data: {
      text: pool.text,
      package: pool.package,
      function: name === undefined ? 'this function' : `\`${name}\``,
      where: caller === undefined ? '' : `, called on line ${caller.line}`,
      end: isEnded
        ? ': nothing is reused, and its connections are opened anew.'
        : ', and nothing closes it: its connections stay open.',
    },
    path,
    tier: 'sure',
  };
}
