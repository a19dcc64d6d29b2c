import type { PoolStatement } from '../src/analysis/facts.ts';
import type { Finding } from '../src/rule.ts';
import { defineRule } from '../src/rule.ts';

/**
 * Reports a statement that is for its session, such as `BEGIN`, when it is sent through a pool.
 *
 * The pool runs each statement on any connection that is free. What was begun or set stays on one of
 * them, and the statements that follow run on others.
 */
export default defineRule({
  name: 'no-transaction-on-pool',
  summary: 'Disallow transactions and session settings sent through a pool',
  messages: {
    sent: '`{{call}}` ({{package}}) {{words}} on any connection of the pool; what follows may run on others. Acquire a connection and send all of it there.',
    sentFor:
      '`{{call}}` {{words}} on any connection of the pool, through `{{sender}}` ({{package}}); what follows may run on others. Acquire a connection and send all of it there.',
  },

  *check(facts) {
    for (const statement of facts.poolStatements) yield toFinding(statement);
  },
});

function toFinding(statement: PoolStatement): Finding {
  const { sentBy, at, next } = statement;
  const path = [{ at, label: 'goes to any connection' }];
  if (sentBy !== undefined) path.push({ at: sentBy.at, label: 'sent here' });
  if (next !== undefined) path.push({ at: next.at, label: 'may go to another one' });
  return {
    message: sentBy === undefined ? 'sent' : 'sentFor',
    about: statement,
    at,
    data: {
      call: statement.text,
      package: statement.package,
      words: statement.words,
      sender: sentBy?.text ?? '',
    },
    path,
    tier: 'sure',
  };
}
