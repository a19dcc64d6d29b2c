import type { Node } from '../../source/source-file.ts';
import type { Session, SessionOptions } from '../flow/session.ts';
import type { Given, Visit } from '../flow/trail.ts';
import type { Slot } from './probes.ts';
import { summarise } from './summarise.ts';
import type { FunctionSummary } from './summary.ts';

/** Makes what gives the summaries of the functions that a lease came by; each function is summarised once. */
export function functionsOnTheWay(
  options: SessionOptions,
): (session: Session, lease: string) => readonly FunctionSummary[] | undefined {
  const known = new Map<Node, FunctionSummary | undefined>();
  return (session, lease) => {
    const visits = session.trail?.visitsOf(lease);
    return visits?.flatMap(visit => {
      const { closure } = visit;
      if (!known.has(closure.node)) {
        known.set(closure.node, summarise(options, closure, slotsOf(session, visit)));
      }
      return known.get(closure.node) ?? [];
    });
  };
}

/** The places where a visit was given connections. */
function slotsOf(session: Session, { given }: Visit): readonly Slot[] {
  return given.flatMap(({ place, lease, inPromise }: Given) => {
    const site = session.sites.of(lease);
    return site === undefined ? [] : [{ place, type: site, inPromise, isOptional: false }];
  });
}
