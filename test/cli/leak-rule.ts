import { defineRule } from '../../src/rule.ts';

/** A rule that reports every open exit, whatever its tier; hosts choose. */
export const leakRule = defineRule({
  name: 'no-leaked-connection',
  summary: 'Require every acquired connection to be released on every path',
  messages: { leaked: '`{{name}}` is not released when line {{line}} throws.' },

  *check(facts) {
    for (const lease of facts.leases) {
      for (const exit of lease.openExits) {
        const cause = exit.cause ?? exit;
        yield {
          message: 'leaked',
          about: lease,
          at: lease.acquire,
          data: { name: lease.name ?? 'connection', line: cause.line },
          path: [
            { at: lease.acquire, label: 'acquired here' },
            { at: cause.at, label: 'if this throws' },
            { at: exit.at, label: 'leaves here, still open' },
          ],
          tier: exit.tier,
        };
      }
    }
  },
});

/** A second rule, which is not among the recommended ones. */
export const acquireRule = {
  ...defineRule({
    name: 'no-acquire',
    summary: 'Disallow acquiring',
    messages: { acquired: '`{{call}}` acquires.' },
    *check(facts) {
      for (const lease of facts.leases) {
        const data = { call: lease.call };
        yield {
          message: 'acquired',
          about: lease,
          at: lease.acquire,
          data,
          path: [],
          tier: 'sure',
        };
      }
    },
  }),
  recommended: false,
};
