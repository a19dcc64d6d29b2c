import type { LeaseSite } from './flow/flow.ts';
import type { Session } from './flow/session.ts';

/** The call that gives a lease back, as a user would write it. */
export function giveBackOf(session: Session, site: LeaseSite): string {
  const name = session.sites.nameOf(site.id) ?? 'connection';
  if (site.givesBack !== undefined) return `${site.givesBack}(${name})`;
  const { release, completedBy } = site.type;
  // After a failure nobody wants to commit.
  const method = release.includes('rollback') ? 'rollback' : (release[0] ?? 'release');
  return `${name}.${method}()${completedBy === undefined ? '' : `.${completedBy}()`}`;
}
