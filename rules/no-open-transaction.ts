import type { InvertedGuard, OpenTransaction, Place, UncalledEnd } from '../src/analysis/facts.ts';
import type { Finding, PathStep } from '../src/rule.ts';
import { defineRule } from '../src/rule.ts';
import { nameLine } from './lines.ts';
import { namePackage } from './package.ts';

/**
 * Reports a connection that goes back to its pool while a transaction is open on it.
 *
 * The finding points at the begin. Its path points at the step that throws and at the call that gives
 * the connection back. A connection that does not go back at all is no-leaked-connection's affair.
 */
export default defineRule({
  name: 'no-open-transaction',
  summary: 'Require every transaction to end before its connection is released',
  messages: {
    throws:
      '{{transaction}} is still open when its connection is given back on {{line}}, after `{{cause}}` on {{causeLine}} has thrown. Roll it back in a `catch` block.',
    leaves:
      '{{transaction}} is still open when its connection is given back on {{line}}, after the `{{leave}}` on {{leaveLine}}. Commit it or roll it back first.',
    ends: '{{transaction}} is still open when its connection is given back on {{line}}. Commit it or roll it back first.',
    never:
      '{{transaction}} is neither committed nor rolled back before its connection is given back on {{line}}. Commit it, and roll it back in a `catch` block.',
    commits:
      '{{transaction}} is committed half done by the disposer when `{{cause}}` on {{causeLine}} throws. Roll it back in a `catch` block.',
    uncalled:
      '`{{method}}` is not called, so the transaction of {{transaction}} stays open. Write `{{method}}()`.',
    inverted:
      '`{{end}}` on {{line}} runs only while `{{guard}}` says that no transaction is open ({{package}}), so one that is open is not ended here. Turn the test round.',
    invertedEnd:
      '`{{end}}` on {{line}} runs only once `{{guard}}` says that the transaction has ended ({{package}}), so one that is open is not ended here. Turn the test round.',
  },

  *check(facts) {
    for (const one of facts.openTransactions) yield toFinding(one, facts.file);
    for (const one of facts.uncalledEnds) yield toUncalled(one, facts.file);
    for (const one of facts.invertedGuards) yield toInverted(one);
  },
});

function toUncalled(one: UncalledEnd, file: string): Finding {
  const { begin } = one;
  return {
    message: 'uncalled',
    about: one,
    at: one.at,
    data: {
      method: one.text,
      transaction: `\`${begin.text}\` on line ${nameLine(begin.line, begin.file, file)} (${namePackage(one)})`,
    },
    path: [
      { at: begin.at, label: 'begins here' },
      { at: one.at, label: 'read, and not called' },
    ],
    tier: 'sure',
  };
}

function toInverted(one: InvertedGuard): Finding {
  return {
    message: one.runs === 'without' ? 'inverted' : 'invertedEnd',
    about: one,
    at: one.at,
    data: {
      guard: one.text,
      end: one.end.text,
      line: `line ${one.end.line}`,
      package: namePackage(one),
    },
    path: [
      { at: one.at, label: 'tested here' },
      { at: one.end.at, label: 'runs only when there is nothing to end' },
    ],
    tier: 'sure',
  };
}

function toFinding(one: OpenTransaction, file: string): Finding {
  const line = (place: Place | undefined): string =>
    place ? `line ${nameLine(place.line, place.file, file)}` : '';
  return {
    message: messageOf(one),
    about: one,
    at: one.begin.at,
    data: {
      transaction: `The transaction of \`${one.begin.text}\` (${namePackage(one)})`,
      line: line(one.givenBack),
      cause: one.cause?.text ?? '',
      causeLine: line(one.cause),
      leave: one.leave?.text ?? '',
      leaveLine: line(one.leave),
    },
    path: pathOf(one),
    tier: one.tier,
  };
}

function messageOf({ commits, isEverEnded, cause, leave }: OpenTransaction): string {
  if (commits) return 'commits';
  if (!isEverEnded) return 'never';
  if (cause !== undefined) return 'throws';
  return leave === undefined ? 'ends' : 'leaves';
}

function pathOf({ begin, cause, leave, givenBack, commits }: OpenTransaction): readonly PathStep[] {
  const path: PathStep[] = [{ at: begin.at, label: 'begins here' }];
  if (cause !== undefined) path.push({ at: cause.at, label: 'if this throws' });
  if (leave !== undefined) path.push({ at: leave.at, label: 'leaves here' });
  const label = commits ? 'committed here' : 'given back here, still open';
  return [...path, { at: givenBack.at, label }];
}
