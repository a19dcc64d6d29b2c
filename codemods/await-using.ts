import type { Lease } from '../src/analysis/facts.ts';
import { defineCodemod, refuse } from '../src/codemod.ts';
import { declareUsing } from '../src/edits/hold/declare-using.ts';

/** Lets the language release the connection: `await using` runs on every path. */
export default defineCodemod({
  name: 'await-using',
  summary: 'Declare the connection with `await using`',
  repairs: ['no-leaked-connection'],
  precedence: 40,

  *rewrite({ about }, source) {
    // Findings of the one rule it repairs are about leases.
    const lease = about as Lease;
    const way = declareUsing(lease, source);
    if ('reason' in way) yield refuse(way.reason, way.tells);
    else
      yield {
        title: `Declare \`${lease.name}\` with \`await using\``,
        confidence: 'likely',
        ...way,
      };
  },
});
