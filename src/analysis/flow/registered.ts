import { lentAt } from './births.ts';
import type { Flow, LeaseSite, Registered } from './flow.ts';

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
export function asMiddleware(site: LeaseSite, { flow, middleware }: Around): LeaseSite {
  const { session, graph } = flow;
  return lentAt(session.sites, site, { hold: 'middleware', file: graph.file, node: middleware });
}
