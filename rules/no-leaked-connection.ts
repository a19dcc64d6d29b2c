import type { Lease, OpenExit } from '../src/analysis/facts.ts';
import type { Finding, PathStep } from '../src/rule.ts';
import { defineRule } from '../src/rule.ts';
import { nameLine } from './lines.ts';
import { namePackage } from './package.ts';

/**
 * Reports a connection that stays open on some way out of the function.
 *
 * The finding points at the acquire, where the repair starts. Its path points at the step that
 * throws and at the exit, where the connection is lost. One finding for each acquire.
 */
export default defineRule({
  name: 'no-leaked-connection',
  summary: 'Require every acquired connection to be released on every path',
  messages: {
    throws: '{{connection}} is not released when `{{cause}}` on line {{line}} throws. {{advice}}',
    explicitThrow: '{{connection}} is not released on the `throw` on line {{line}}. {{advice}}',
    returns: '{{connection}} is not released on the `return` on line {{line}}. {{advice}}',
    yields:
      '{{connection}} is not released when the consumer stops at the `yield` on line {{line}}. {{advice}}',
    continues: '{{connection}} is not released on the `continue` on line {{line}}. {{advice}}',
    ends: '{{connection}} is not released on the path that ends on line {{line}}. {{advice}}',
    again:
      '{{connection}} is still open when the loop comes round and acquires the next one. {{advice}}',
    never: '{{connection}} is never released. {{advice}}',
    discarded:
      '{{connection}} is not kept, so nothing can release it. Assign it and release it in a `finally` block.',
    overwritten: '{{connection}} is overwritten on line {{line}} before it is released. {{advice}}',
    joined:
      '{{connection}} is lost when another member of `{{cause}}` on line {{line}} rejects. Acquire it in a statement of its own.',
    race: '`{{call}}` ({{package}}) is awaited between the test and the assignment on line {{line}}, so two calls at once lose a connection. Keep the promise in the field instead.',
    refill:
      '`{{call}}` ({{package}}) fills a field that may still hold the connection of an earlier call. Release that one before line {{line}}.',
    forgotten:
      '{{connection}} stays in a private field that no method of the class releases. Call `{{giveBack}}` when its transaction has ended.',
  },

  *check(facts) {
    for (const lease of facts.leases) {
      const [exit] = lease.openExits;
      if (exit !== undefined) yield toFinding(lease, exit);
    }
  },
});

function toFinding(lease: Lease, exit: OpenExit): Finding {
  const { call } = lease;
  const place = exit.cause ?? exit;
  const subject = lease.name === undefined ? 'The connection' : `\`${lease.name}\``;
  return {
    message: messageOf(lease, exit),
    about: lease,
    at: lease.acquire,
    data: {
      connection: `${subject} from \`${call}\` (${namePackage(lease)})`,
      call,
      package: namePackage(lease),
      cause: exit.cause?.text ?? '',
      line: nameLine(place.line, place.at.file, lease.acquire.file),
      advice: adviceFor(lease),
      giveBack: lease.giveBack,
    },
    path: pathOf(lease, exit),
    tier: exit.tier,
  };
}

/** One way out that fits the shape of the code. */
function adviceFor(lease: Lease): string {
  if (lease.isInCallback) {
    const when = lease.isEverReleased ? 'before that' : 'when the last statement is done';
    return `Call \`${lease.giveBack}\` ${when}.`;
  }
  if (lease.name === undefined) return 'Keep it in a variable and release it in a `finally` block.';
  // Whoever gives it away, or ends it by committing, gives it back only when something fails.
  const isForFailure = lease.isGivenAway || lease.giveBack.includes('.rollback()');
  return `Call \`${lease.giveBack}\` in a \`${isForFailure ? 'catch' : 'finally'}\` block.`;
}

function pathOf(lease: Lease, exit: OpenExit): readonly PathStep[] {
  const path: PathStep[] = [{ at: lease.acquire, label: 'acquired here' }];
  const { cause } = exit;
  if (exit.kind === 'discard') return path;
  if (cause !== undefined) path.push({ at: cause.at, label: 'if this throws' });
  // An exception that nothing catches leaves where it is thrown.
  if (cause === undefined || exit.kind !== 'throw')
    path.push({ at: exit.at, label: labelOf(exit) });
  return path;
}

const KINDS: Readonly<Partial<Record<OpenExit['kind'], string>>> = {
  discard: 'discarded',
  overwrite: 'overwritten',
  again: 'again',
  race: 'race',
  refill: 'refill',
  forgotten: 'forgotten',
};

function messageOf(lease: Lease, exit: OpenExit): string {
  const named = KINDS[exit.kind];
  if (named !== undefined) return named;
  if (isJoined(lease, exit)) return 'joined';
  if (!lease.isEverReleased && !lease.isGivenAway) return 'never';
  if (exit.cause !== undefined) return 'throws';
  if (exit.kind === 'throw') return 'explicitThrow';
  if (exit.kind === 'continue') return 'continues';
  if (exit.kind === 'yield') return 'yields';
  return exit.kind === 'return' ? 'returns' : 'ends';
}

/** Acquired as one member of a `Promise.all` that fails as a whole. */
function isJoined(lease: Lease, exit: OpenExit): boolean {
  const at = exit.cause?.at;
  if (at === undefined || at.file !== lease.acquire.file) return false;
  if (!exit.cause?.text.startsWith('Promise.')) return false;
  return at.start < lease.acquire.start && lease.acquire.end < at.end;
}

const LABELS: Readonly<Partial<Record<OpenExit['kind'], string>>> = {
  overwrite: 'overwritten here',
  again: 'acquired again here',
  race: 'another call may have filled it',
  refill: 'an earlier connection is lost here',
  forgotten: 'the next call loses it here',
};

function labelOf(exit: OpenExit): string {
  return LABELS[exit.kind] ?? 'leaves here, still open';
}
