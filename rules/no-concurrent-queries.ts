import type { Batch } from '../src/analysis/use-facts.ts';
import type { Finding } from '../src/rule.ts';
import { defineRule } from '../src/rule.ts';
import { byOwnership, nameConnection, nameWay } from './holding.ts';

/**
 * Reports statements that are started at once on one connection.
 *
 * A connection runs one statement at a time, so nothing is gained; and when one of them fails, the
 * others still run while the caller rolls back or gives the connection back.
 */
export default defineRule({
  name: 'no-concurrent-queries',
  summary: 'Disallow starting several statements at once on one connection',
  messages: {
    concurrent:
      '`{{call}}`{{way}} starts several statements at once on one connection: {{connection}}. It runs them one after the other, and when one fails the rest go on. Await them in turn.',
  },

  *check(facts) {
    const told = new Set<number>();
    for (const batch of facts.batches.toSorted(byOwnership)) {
      // What a helper acquires and lends to a callback is one connection and two facts.
      if (!told.has(batch.at.start)) yield toFinding(batch);
      told.add(batch.at.start);
    }
  },
});

function toFinding(batch: Batch): Finding {
  return {
    message: 'concurrent',
    about: batch,
    at: batch.at,
    data: { call: batch.text, way: nameWay(batch.through), connection: nameConnection(batch) },
    path: [
      { at: batch.acquire, label: 'acquired here' },
      { at: batch.at, label: 'starts them here' },
    ],
    tier: 'sure',
  };
}
