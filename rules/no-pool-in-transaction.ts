import type { Place, PoolStatement } from '../src/analysis/facts.ts';
import type { Hold, Take } from '../src/analysis/hold-facts.ts';
import type { Finding } from '../src/rule.ts';
import { defineRule } from '../src/rule.ts';
import { isForeignStatement, nameCall, nameChain, nameHold } from './holding.ts';
import { namePackage } from './package.ts';

/**
 * Reports a statement that runs on the pool or root handle inside a transaction that has its own.
 *
 * It runs on another connection: it sees nothing of the transaction, is not rolled back with it, and
 * deadlocks when the pool is used up.
 */
export default defineRule({
  name: 'no-pool-in-transaction',
  summary: 'Disallow the root handle inside a transaction that has its own',
  messages: {
    outside:
      '`{{call}}` runs outside the transaction of {{hold}}. It takes another connection and is not rolled back.{{way}} Run it with {{handle}}.',
    elsewhere:
      '`{{call}}` may run on another connection than the `BEGIN` on line {{line}}: each statement of a pool goes to any that is free. Acquire one for the whole transaction.',
  },

  *check(facts) {
    const told = new Set<number>();
    for (const hold of facts.holds) {
      for (const take of hold.takes) {
        if (!isForeignStatement(hold, take) || told.has(take.at.start)) continue;
        told.add(take.at.start);
        yield toFinding(hold, take);
      }
    }
    for (const begin of facts.poolStatements) {
      if (begin.next !== undefined) yield behind(begin, begin.next);
    }
  },
});

/** The first statement behind a begin that no connection holds. */
function behind(begin: PoolStatement, next: Place): Finding {
  return {
    message: 'elsewhere',
    about: begin,
    at: next.at,
    data: { call: next.text, line: begin.line },
    path: [
      { at: begin.at, label: 'the transaction begins here' },
      { at: next.at, label: 'runs on any connection' },
    ],
    tier: 'sure',
  };
}

function toFinding(hold: Hold, take: Take): Finding {
  return {
    message: 'outside',
    about: hold,
    at: take.at,
    data: {
      call: take.text,
      hold: nameTransaction(hold),
      way: nameChain(take),
      handle: hold.name === undefined ? "the transaction's own handle" : `\`${hold.name}\``,
    },
    path: [
      { at: hold.acquire, label: 'the transaction begins here' },
      { at: take.at, label: 'runs outside it' },
    ],
    tier: 'sure',
  };
}

function nameTransaction(hold: Hold): string {
  if (hold.by === 'own') return nameHold(hold);
  return hold.by === 'parameter'
    ? `\`${hold.name ?? hold.call}\` (${namePackage(hold)})`
    : nameCall(hold);
}
