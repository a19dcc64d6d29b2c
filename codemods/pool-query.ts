import type { Lease } from '../src/analysis/facts.ts';
import { defineCodemod, onlyWay } from '../src/codemod.ts';
import { askPool } from '../src/edits/hold/ask-pool.ts';

/** Lets the pool run the only statement of a lease: it acquires and releases by itself. */
export default defineCodemod({
  name: 'pool-query',
  summary: "Run a single statement with the pool's own method",
  repairs: ['no-leaked-connection', 'prefer-pool-query'],
  precedence: 30,

  *rewrite({ about }, source) {
    // Findings of the rules it repairs are about leases.
    const lease = about as Lease;
    const title = `Write \`${lease.sole?.instead}\` without a connection of its own`;
    yield onlyWay(askPool(lease, source), title);
  },
});
