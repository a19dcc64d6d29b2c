import { standsIn } from '../../source/walk.ts';
import { lent } from './births.ts';
import type { Flow, LeaseSite, Registered } from './flow.ts';
import type { Session } from './session.ts';

/** A registration as a run sees it. */
interface Around extends Registered {
  /** Where it stands. */
  readonly flow: Flow;
}

/**
 * The registration whose middleware holds a lease that is open in a run; `inside` where the function that
 * answers requests took it itself, which is told when that function is analysed.
 */
export function registeredAround(flow: Flow, { node }: LeaseSite): Around | 'inside' | undefined {
  const born: Flow[] = [];
  for (let one: Flow | undefined = flow; one; one = one.caller?.flow) {
    const { registers } = one;
    if (registers !== undefined) {
      const isInside = born.some(({ graph }) => graph.owner === registers.handler);
      return isInside ? 'inside' : { ...registers, flow: one };
    }
    if (born.length > 0 || standsIn(node, one.graph.owner)) born.push(one);
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
