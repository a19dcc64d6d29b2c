import type { Lease } from '../src/analysis/facts.ts';
import type { SoleStatement } from '../src/analysis/use-facts.ts';
import type { Finding } from '../src/rule.ts';
import { defineRule } from '../src/rule.ts';
import { namePackage } from './package.ts';

/**
 * Suggests the pool's own method where a connection is acquired for one statement only.
 *
 * It acquires and releases by itself, so nothing can be forgotten. Not where the statement belongs to
 * a transaction or changes the session, or where the connection goes elsewhere.
 */
export default defineRule({
  name: 'prefer-pool-query',
  summary: "Prefer the pool's own method for a single statement",
  recommended: false,
  messages: {
    single:
      '`{{name}}` from `{{call}}` ({{package}}) runs only `{{statement}}` on line {{line}}. Write `{{instead}}`, which acquires and releases by itself.',
  },

  *check(facts) {
    for (const lease of facts.leases) {
      if (lease.sole !== undefined) yield toFinding(lease, lease.sole);
    }
  },
});

function toFinding(lease: Lease, sole: SoleStatement): Finding {
  return {
    message: 'single',
    about: lease,
    at: lease.acquire,
    data: {
      name: lease.name ?? 'The connection',
      call: lease.call,
      package: namePackage(lease),
      statement: sole.text,
      line: sole.line,
      instead: sole.instead,
    },
    path: [
      { at: lease.acquire, label: 'acquired here' },
      { at: sole.at, label: 'the only statement' },
    ],
    tier: 'sure',
  };
}
