import type { LateUse } from '../src/analysis/use-facts.ts';
import type { Finding, PathStep } from '../src/rule.ts';
import { defineRule } from '../src/rule.ts';
import { nameConnection, nameWay } from './holding.ts';

/**
 * Reports a connection that is used or released when it belongs to somebody else.
 *
 * The finding points at the use. By then the pool may have lent the connection to another caller: a
 * statement runs in that caller's transaction, and a second release takes it away from them.
 */
export default defineRule({
  name: 'no-use-after-release',
  summary: 'Disallow using or releasing a connection that was released',
  messages: {
    ended:
      '`{{call}}`{{way}} closes {{connection}}, but its place in the pool stays taken. Call `{{giveBack}}` instead.',
    again:
      '{{connection}} is released a second time{{when}}{{way}}: {{release}} released it already. Release it in one place only, such as a `finally` block.',
    disposed:
      '{{connection}} is released here and once more by its `using` declaration on line {{line}}. Remove `{{call}}`.',
    used: '{{connection}} is used by `{{call}}`{{way}} after {{release}} released it{{when}}. Release it after its last statement.',
    dropped:
      '`{{call}}`{{way}} is not awaited, so it still runs when {{release}} releases {{connection}}. Await it.',
    floating:
      '`{{call}}`{{way}} is not awaited, so {{release}} may give {{connection}} back while it still runs, and nobody hears when it fails. Await it.',
    returned:
      '`{{call}}`{{way}} is returned without `await`, so it still runs when {{release}} releases {{connection}}. Write `return await`.',
    raced:
      '`{{call}}`{{way}} may end while its statement still runs, and {{release}} gives {{connection}} back all the same. Close it in that case.',
    timer:
      '`{{call}}` runs in a callback that is called after {{release}} released {{connection}}. Run it before that, or acquire a connection in the callback.',
    each: '`{{call}}` still runs when {{release}} releases {{connection}}, because `forEach` awaits nothing. Use `for … of` with `await`.',
  },

  *check(facts) {
    for (const use of facts.lateUses) yield toFinding(use);
  },
});

function toFinding(use: LateUse): Finding {
  const { release, cause } = use;
  return {
    message: use.by === 'scope' && use.kind === 'dropped' ? 'floating' : use.kind,
    about: use,
    at: use.at,
    data: {
      connection: nameConnection(use),
      call: use.text,
      way: nameWay(use.through),
      release: `\`${release.text}\` on line ${release.line}`,
      line: release.line,
      giveBack: use.giveBack,
      when: cause === undefined ? '' : ` when \`${cause.text}\` on line ${cause.line} throws`,
    },
    path: pathOf(use),
    tier: use.tier,
  };
}

function pathOf(use: LateUse): readonly PathStep[] {
  const acquired = { at: use.acquire, label: 'acquired here' };
  const released = { at: use.release.at, label: 'released here' };
  if (use.kind === 'again' || use.kind === 'used') {
    return [acquired, released, { at: use.at, label: `${use.kind} here` }];
  }
  if (use.kind === 'ended') return [acquired, { at: use.at, label: 'closed here' }];
  const label = use.kind === 'disposed' ? 'released by hand' : 'still runs';
  return [acquired, { at: use.at, label }, released];
}
