import { defineRule } from '../src/rule.ts';
import { namePoolFirst } from './pools.ts';

/**
 * Reports a pool that emits `error` by itself when nobody listens: Node then ends the process.
 *
 * A listener anywhere in the package counts, as far as its receiver looks like a pool.
 */
export default defineRule({
  name: 'require-error-handler',
  summary: "Require a listener for a pool's errors",
  messages: {
    missing:
      "{{pool}} emits `error` when the server ends an idle connection, and nobody listens: the process ends. Add `.on('error', …)`.",
  },

  *check(facts) {
    for (const pool of facts.pools) {
      if (pool.isListenedTo !== false) continue;
      yield {
        message: 'missing',
        about: pool,
        at: pool.at,
        data: { pool: namePoolFirst(pool) },
        path: [{ at: pool.at, label: 'made here' }],
        tier: 'sure',
      };
    }
  },
});
