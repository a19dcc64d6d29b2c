import type { Hold, Wait } from '../src/analysis/hold-facts.ts';
import type { Finding, PathStep } from '../src/rule.ts';
import { defineRule } from '../src/rule.ts';
import { byOwnership, nameChain, nameHold } from './holding.ts';

/**
 * Reports an await of work that is no database's while a connection or transaction is held.
 *
 * The finding points at the await. Only work that is proved counts: what a package of the catalogue
 * does, or a function that reaches such a call. The await of an unknown function stays silent.
 */
export default defineRule({
  name: 'no-await-while-held',
  summary: 'Disallow waiting for other services while a connection is held',
  isAboutService: true,
  messages: {
    waits: '{{hold}} is held while `{{call}}` waits for {{words}}.{{way}} {{advice}}',
    waitsAgain:
      '{{hold}} is held while `{{call}}` waits for {{words}}.{{way}} So do {{others}}. {{advice}}',
  },

  *check(facts) {
    const told = new Set<number>();
    for (const hold of facts.holds.toSorted(byOwnership)) {
      if (hold.isSession) continue;
      for (const wait of hold.waits) {
        // Two connections held at once are one wait too long.
        if (!told.has(wait.at.start)) yield toFinding(hold, wait);
        told.add(wait.at.start);
      }
    }
  },
});

function toFinding(hold: Hold, wait: Wait): Finding {
  // Each function that a middleware runs has its request to itself.
  const waits = hold.by === 'middleware' ? [] : hold.waits;
  const others = new Set(waits.map(({ line }) => line).filter(line => line !== wait.line));
  return {
    message: others.size > 0 ? 'waitsAgain' : 'waits',
    about: hold,
    at: wait.at,
    data: {
      hold: nameHold(hold),
      call: wait.text,
      words: wait.words,
      way: nameChain(wait),
      others: nameLines([...others]),
      advice: adviceFor(hold),
    },
    path: pathOf(hold, wait),
    tier: 'sure',
  };
}

function nameLines(lines: readonly number[]): string {
  return `${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}`;
}

function adviceFor({ by, call }: Hold): string {
  if (by === 'middleware') return FOR_HANDLERS;
  if (by === 'scope') return `Do it before \`${call}\` or after it.`;
  return 'Do it before the connection is acquired or after it is released.';
}

const LABELS: Readonly<Record<Hold['by'], string>> = {
  own: 'acquired here',
  scope: 'acquired here',
  middleware: 'held around the function',
  parameter: 'held from here',
};

const FOR_HANDLERS = 'Let the function inside take one itself, for its statements alone.';

function pathOf(hold: Hold, wait: Wait): readonly PathStep[] {
  return [
    { at: hold.acquire, label: LABELS[hold.by] },
    { at: wait.at, label: 'waits here' },
  ];
}
