import type { LeaseType } from '../drivers/driver.ts';
import type { LeaseSite } from './flow/flow.ts';
import type { Session } from './flow/session.ts';
import type { Handling, RollBack } from './handling-facts.ts';
import { spanOf } from './spans.ts';

/** How a lease is taken and given back. */
export function handlingOf({ sites, transactions }: Session, site: LeaseSite): Handling {
  const { file, type } = site;
  const releases = sites.releasesOf(site.id);
  const own = releases.filter(release => release.file === file);
  const begins = transactions.begunOn(site.id).filter(begin => begin.file === file);
  return {
    call: spanOf(file, site.node),
    releases: own.map(({ node }) => spanOf(file, node)).toSorted((a, b) => a.start - b.start),
    isReleasedElsewhere: own.length < releases.length,
    isAsync: type.releasesAtOnce !== true,
    isTransaction: type.release.includes('rollback'),
    begins: begins.map(({ node }) => spanOf(file, node)),
    rollBack: rollBackOf(type),
    destroysIfGiven: type.destroyIfGiven !== undefined,
    dispose: type.dispose,
    disposeBy: type.disposeBy ?? 'async',
    disposeSince: type.disposeSince,
  };
}

function rollBackOf({ transaction, use }: LeaseType): RollBack | undefined {
  if (transaction === undefined) return undefined;
  const [method] = transaction.rollback ?? [];
  // Without a begin to follow there is nothing to roll back by hand.
  if (method !== undefined) return transaction.begin && { method };
  const [statement] = use;
  return statement === undefined ? undefined : { method: statement, statement: 'ROLLBACK' };
}
