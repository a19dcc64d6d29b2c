import type { Finding, PathStep } from '../src/rule.ts';
import { defineRule } from '../src/rule.ts';
import type { Lease, OpenExit } from '../src/analysis/facts.ts';

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
    throws:
      '`{{connection}}` from `{{call}}` ({{package}}) is not released when `{{cause}}` on line {{line}} throws. Call `{{release}}` in a `finally` block.',
    explicitThrow:
      '`{{connection}}` from `{{call}}` ({{package}}) is not released on the `throw` on line {{line}}. Call `{{release}}` in a `finally` block.',
    returns:
      '`{{connection}}` from `{{call}}` ({{package}}) is not released on the `return` on line {{line}}. Call `{{release}}` in a `finally` block.',
    ends: '`{{connection}}` from `{{call}}` ({{package}}) is not released on the path that ends on line {{line}}. Call `{{release}}` in a `finally` block.',
    yields:
      '`{{connection}}` from `{{call}}` ({{package}}) is not released when the consumer stops at the `yield` on line {{line}}. Call `{{release}}` in a `finally` block.',
    continues:
      '`{{connection}}` from `{{call}}` ({{package}}) is not released on the `continue` on line {{line}}. Call `{{release}}` in a `finally` block.',
    again:
      '`{{connection}}` from `{{call}}` ({{package}}) is still open when the loop acquires the next one. Call `{{release}}` in a `finally` block inside the loop.',
    race: '`{{call}}` ({{package}}) is awaited between the test and the assignment on line {{line}}, so two calls at once both acquire and one connection is lost. Keep the promise in the field instead.',
    refill:
      '`{{call}}` ({{package}}) fills a field that still holds the connection of an earlier call, which nothing releases then. Release it before line {{line}}.',
    never:
      '`{{connection}}` from `{{call}}` ({{package}}) is never released. Call `{{release}}` in a `finally` block.',
    discarded:
      'The connection from `{{call}}` ({{package}}) is not kept, so nothing can release it. Assign it and call `{{release}}` in a `finally` block.',
    overwritten:
      '`{{connection}}` from `{{call}}` ({{package}}) is overwritten on line {{line}} before it is released. Call `{{release}}` first.',
  },

  *check(facts) {
    for (const lease of facts.leases) {
      const [exit] = lease.openExits;
      if (exit !== undefined) yield toFinding(lease, exit);
    }
  },
});

function toFinding(lease: Lease, exit: OpenExit): Finding {
  const name = lease.name ?? 'connection';
  return {
    message: messageOf(lease, exit),
    about: lease,
    at: lease.acquire,
    data: {
      connection: name,
      call: lease.call,
      package: lease.package,
      cause: exit.cause?.text ?? '',
      line: exit.cause?.line ?? exit.line,
      release: `${name}.${lease.releaseBy}()`,
    },
    path: pathOf(lease, exit),
    tier: exit.tier,
  };
}

function pathOf(lease: Lease, exit: OpenExit): readonly PathStep[] {
  const path: PathStep[] = [{ at: lease.acquire, label: 'acquired here' }];
  const { cause } = exit;
  if (cause !== undefined) path.push({ at: cause.at, label: 'if this throws' });
  // An exception that nothing catches leaves where it is thrown.
  if (cause === undefined || exit.kind !== 'throw')
    path.push({ at: exit.at, label: labelOf(exit) });
  return path;
}

function messageOf(lease: Lease, exit: OpenExit): string {
  if (exit.kind === 'discard') return 'discarded';
  if (exit.kind === 'overwrite') return 'overwritten';
  if (exit.kind === 'again') return 'again';
  if (exit.kind === 'race' || exit.kind === 'refill') return exit.kind;
  if (!lease.isEverReleased) return 'never';
  if (exit.cause !== undefined) return 'throws';
  if (exit.kind === 'throw') return 'explicitThrow';
  if (exit.kind === 'continue') return 'continues';
  if (exit.kind === 'yield') return 'yields';
  return exit.kind === 'return' ? 'returns' : 'ends';
}

function labelOf(exit: OpenExit): string {
  if (exit.kind === 'overwrite') return 'overwritten here';
  if (exit.kind === 'again') return 'acquired again here';
  if (exit.kind === 'race') return 'another call may have filled it';
  if (exit.kind === 'refill') return 'an earlier connection is lost here';
  if (exit.kind === 'discard') return 'nothing keeps it';
  return 'leaves here, still open';
}
