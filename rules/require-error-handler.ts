import { defineRule } from '../src/rule.ts';
import { namePoolFirst } from './pools.ts';

/**
 * Reports a pool, or a connection that it lends, that emits `error` by itself when nobody listens:
 * Node then ends the process.
 *
 * A listener anywhere in the package counts, as far as its receiver looks like a pool. A connection
 * that is kept for its events is sure to see the server end; all others are merely possible.
 */
export default defineRule({
  name: 'require-error-handler',
  summary: 'Require a listener for the errors of a pool and of connections that it lends',
  isAboutService: true,
  messages: {
    missing:
      "{{pool}} emits `error` when the server ends an idle connection, and nobody listens: the process ends. Add `.on('error', …)`.",
    kept: "`{{text}}` ({{package}}) keeps a connection of the pool, and nobody listens for its errors: when the server ends it, the process ends. Add `.on('error', …)` to it.",
    own: "`{{text}}` ({{package}}) makes a connection that stays open, and nobody listens for its errors: when the server ends it, the process ends. Add `.on('error', …)` to it.",
    lent: "`{{text}}` ({{package}}) lends a connection to whose errors nobody listens, the pool neither: when it is lost meanwhile, the process ends. Add `pool.on('connect', client => client.on('error', …))`.",
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
    for (const lease of facts.deafLeases) {
      const { text, at, isKept, isOwn = false } = lease;
      yield {
        message: isOwn ? 'own' : isKept ? 'kept' : 'lent',
        about: lease,
        at,
        data: { text, package: lease.package },
        path: [{ at, label: isKept ? 'kept here' : 'taken here' }],
        tier: isKept ? 'sure' : 'possible',
      };
    }
  },
});
