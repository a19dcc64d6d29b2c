import type { LeaseSite } from './flow/flow.ts';
import type { Session } from './flow/session.ts';

/** The call that gives a lease back, as a user would write it. */
export function giveBackOf({ sites }: Session, site: LeaseSite): string {
  const name = sites.nameOf(site.id) ?? 'connection';
  const { closer, path = '' } = sites.wayOutOf(site.id) ?? {};
  if (closer !== undefined) return `${name}.${closer}()`;
  const lease = `${name}${path}`;
  if (site.givesBack !== undefined) return `${site.givesBack}(${lease})`;
  const { release, completedBy } = site.type;
  const usual = sites.endingOf(site.id) ?? release[0] ?? 'release';
  // After a failure nobody wants to commit.
  const method = release.includes('rollback') ? 'rollback' : usual;
  return `${lease}.${method}()${completedBy === undefined ? '' : `.${completedBy}()`}`;
}
