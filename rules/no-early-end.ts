import type { PoolEnd } from '../src/analysis/pool-facts.ts';
import { defineRule } from '../src/rule.ts';

/**
 * Reports a pool of the whole module that is closed by a request, a hook that runs for each test, or a
 * function that works with it as well.
 *
 * Whoever comes next, or is still waiting, finds it closed.
 */
export default defineRule({
  name: 'no-early-end',
  summary: 'Disallow closing a shared pool while others use it',
  messages: {
    request:
      '`{{call}}` ({{package}}) closes the pool of the whole module after one request; the next one fails. Close it when the process stops.',
    reopens:
      '`{{call}}` ({{package}}) closes the connections of the whole module after one request; the next one has to open them again. Close them when the process stops.',
    test: '`{{call}}` ({{package}}) closes the pool of the whole file after each test; the next one fails. Close it after all of them.',
    call: '`{{call}}` ({{package}}) closes the pool of the whole module when {{function}} returns; whoever uses it next fails. Close it when the process stops.',
  },

  *check(facts) {
    for (const end of facts.poolEnds) {
      yield {
        message: end.reopens ? 'reopens' : end.by,
        about: end,
        at: end.at,
        data: { call: end.text, package: end.package, function: wordFunction(end) },
        path: [{ at: end.at, label: 'closed here' }],
        tier: 'sure',
      };
    }
  },
});

function wordFunction({ function: name }: PoolEnd): string {
  return name === undefined ? 'this function' : `\`${name}\``;
}
