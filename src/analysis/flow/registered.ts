import { lent } from './births.ts';
import type { Flow, LeaseSite, Registered } from './flow.ts';
import type { Session } from './session.ts';

/** A registration as a run sees it. */
interface Around extends Registered {
  /** Where it stands. */
  readonly flow: Flow;
}

/** The registration whose middleware holds a connection around a run, if any. */
export function registeredAround(flow: Flow): Around | undefined {
  for (let one: Flow | undefined = flow; one; one = one.caller?.flow) {
    if (one.registers !== undefined) return { ...one.registers, flow: one };
  }
  return undefined;
}

/** The lease of a middleware, for whoever registers a function behind it. */
export function asMiddleware(session: Session, site: LeaseSite, around: Around): LeaseSite {
  const { driver, type, evidence, origin } = site;
  const { file } = around.flow.graph;
  const about = { driver, type, evidence, origin, file, node: around.middleware };
  const { sites } = session;
  return sites.of(sites.at(lent({ hold: 'middleware', ...about }))) ?? site;
}
