import type { Node } from '../../source/source-file.ts';
import type { Driver } from '../../drivers/driver.ts';
import { keyOf } from '../graph.ts';
import { textOf } from '../print.ts';
import { originOf } from '../work/pool-work.ts';
import { callbackAmong } from './callbacks.ts';
import type { Acquired } from './driver-methods.ts';
import type { Call, LeaseSite, Point } from './flow.ts';
import type { Sites } from './sites.ts';

/** The id of the lease that this call makes, and the state in which it can be made (again). */
export function born(
  call: Call,
  found: Extract<Acquired, { kind: 'acquire' | 'standalone' }>,
): Point & { id: string } {
  const { flow, step, at } = call;
  const site: Omit<LeaseSite, 'id'> = {
    driver: found.driver,
    type: found.lease,
    standalone: found.kind === 'standalone' && !found.isPooled,
    opens: found.kind === 'standalone' ? found.opens : (found.spec.opens ?? []),
    confirms: found.kind === 'standalone' ? found.confirms : [],
    isLazy: found.kind === 'acquire' && found.spec.opens !== undefined,
    evidence: found.by,
    ...(found.kind === 'acquire' && found.usage && { usage: found.usage }),
    file: flow.graph.file,
    node: step.node,
    pool: poolOf(call),
    hold: 'own',
    origin: originOf(flow.session.questions, flow.graph.file, step.node, found.driver),
    ...givesBack(call, found),
  };
  const id = flow.session.sites.at(site);
  return { ...at, state: flow.session.makeRoom(id, at.state), id };
}

/** The lease that the same pool gave before. */
export function bornBefore(call: Call, driver: Driver): string | undefined {
  const pool = poolOf(call);
  return [...call.at.state.leases.keys()].find(id => {
    const site = call.flow.session.sites.of(id);
    return pool !== undefined && site?.pool === pool && site.driver === driver;
  });
}

/** The key of the place that holds the pool; a provider that is called is its own pool. */
function poolOf({ step }: Call): string | undefined {
  const place = step.receiver ?? step.callee;
  return place.kind === 'place' ? keyOf(place) : undefined;
}

/** The text of the pool's method that takes a lease back: `pool.release`. */
function givesBack(
  call: Call,
  found: Extract<Acquired, { kind: 'acquire' | 'standalone' }>,
): Pick<LeaseSite, 'givesBack' | 'isInCallback'> {
  const { flow, step } = call;
  const { node } = step;
  const isInCallback =
    node.type === 'CallExpression' &&
    found.kind === 'acquire' &&
    (hasCallback(node) || callbackAmong(call) !== undefined);
  if (found.kind !== 'acquire' || found.byArgument === undefined) return { isInCallback };
  if (found.lease.release.length > 0) return { isInCallback };
  const callee = node.type === 'CallExpression' ? node.callee : undefined;
  if (callee?.type !== 'MemberExpression') return { isInCallback };
  return {
    isInCallback,
    givesBack: `${textOf(flow.graph.file, callee.object)}.${found.byArgument}`,
  };
}

function hasCallback(node: Extract<Node, { type: 'CallExpression' }>): boolean {
  const last = node.arguments.at(-1);
  return last?.type === 'FunctionExpression' || last?.type === 'ArrowFunctionExpression';
}

/** A lease as one that somebody else holds, where that begins for a function under analysis. */
export function lentAt(
  sites: Sites,
  site: LeaseSite,
  at: Pick<LeaseSite, 'hold' | 'file' | 'node'> & { readonly hold: 'scope' | 'middleware' },
): LeaseSite {
  const { driver, type, evidence, origin, id } = site;
  const told = { ...lent({ driver, type, evidence, origin, ...at }), lends: id };
  return sites.of(sites.at(told)) ?? site;
}

/** A lease that somebody else releases: a scope, or the caller of a function that is passed it. */
export function lent(
  about: Pick<LeaseSite, 'driver' | 'type' | 'evidence' | 'file' | 'node' | 'origin'> & {
    readonly hold: 'scope' | 'middleware' | 'parameter';
  },
): Omit<LeaseSite, 'id'> {
  return { ...about, standalone: false, isLazy: false, opens: [], confirms: [], pool: undefined };
}
