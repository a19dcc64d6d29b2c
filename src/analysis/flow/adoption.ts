import type { Origin } from '../work/pool-work.ts';
import { standsIn } from '../../source/walk.ts';
import { isGivenBack, isStored } from './exits.ts';
import type { Call, Exit, Flow, LeaseSite, Point } from './flow.ts';
import { callsBackHolding } from './giving.ts';
import { mayAcquireFromParameter } from './passed-pools.ts';
import { passedOrigin } from '../work/passed-origin.ts';
import { leasesIn } from './reach.ts';
import type { Trace } from './trace.ts';
import { after, isBlurred, releaseOn } from './trace.ts';
import type { Closure, Value } from './values.ts';

/** Takes over the leases that a callee acquired and gave away; those it kept are its own affair. */
export function adopt(
  call: Call,
  closure: Closure,
  exit: Exit,
): { readonly point: Point; readonly value: Value | undefined } {
  const { flow, at, step } = call;
  const given = leasesIn(exit.state, exit.value);
  let { state } = exit;
  // What a callback did is part of the path; what a named function did inside is not.
  let trace = isCallback(call) ? exit.trace : at.trace;
  if (trace === at.trace) trace = withReleases(call, exit, trace);
  let bound = state.bind('$given', exit.value);
  for (const [id, status] of state.leases) {
    if (at.state.leases.has(id)) continue;
    const site = flow.session.sites.of(id);
    const isFresh = given.has(id) && !isStored(calleeFlow(call, closure), exit.state, id);
    if (!isFresh || (status !== 'live' && status !== 'idle') || site === undefined) {
      if (site !== undefined && status === 'live') noteForgotten(call, closure, exit, site);
      bound = bound.setStatus(id, status === 'live' ? undefined : status);
      continue;
    }
    const own: Omit<LeaseSite, 'id'> = {
      ...site,
      file: flow.graph.file,
      node: step.node,
      isInCallback: false,
      pool: undefined,
      origin: site.origin && originFor(call, closure, site.origin),
    };
    const ownId = flow.session.sites.at(own);
    flow.session.trail?.visit(ownId, closure);
    flow.session.trail?.inherit(id, ownId);
    bound = flow.session.makeRoom(ownId, bound).rename(id, ownId);
    trace = after(trace, { kind: 'acquire', lease: ownId });
  }
  const value = bound.env.get('$given');
  state = bound.bind('$given', undefined);
  return { point: { state, trace }, value };
}

/** What a function acquires from a pool that it is passed, only a caller knows to be a connection: it tells for it. */
function noteForgotten(call: Call, closure: Closure, exit: Exit, site: LeaseSite): void {
  const { questions, notes } = call.flow.session;
  const { file, node, id, hold } = site;
  if (hold !== 'own' || !standsIn(node, closure.node)) return;
  if (!mayAcquireFromParameter(questions, file, node)) return;
  const flow = calleeFlow(call, closure);
  if (!isGivenBack(flow, exit, id))
    notes.openExit(id, exit, flow.graph, isStored(flow, exit.state, id));
}

function originFor(
  { flow, step }: Call,
  { file, node }: Closure,
  origin: Origin,
): Origin | undefined {
  const called = { file, owner: node };
  const at = { file: flow.graph.file, call: step.node, called };
  return passedOrigin(flow.session.questions, origin, at);
}

function calleeFlow({ flow }: Call, closure: Closure): Flow {
  return { ...flow, graph: flow.session.graphs.of(closure.file, closure.node) };
}

/** Open ends of leases that the callee acquired for a callback of ours count as acquired by this call. */
export function adoptEnds(
  call: Call,
  closure: Closure,
  run: () => readonly Exit[],
): readonly Exit[] {
  const { flow, at, step } = call;
  const { notes, sites, trail } = flow.session;
  const { exits, ends } = notes.collectEnds(run);
  for (const end of ends) {
    const site = sites.of(end.lease);
    const isOwn = site === undefined || at.state.leases.has(end.lease) || isInside(site, step.node);
    // What a function holds around a callback, and does not pass on, its own analysis tells.
    if (!isOwn && callsBackHolding(flow.session, closure)) continue;
    if (isOwn || !hasCallback(call)) {
      notes.add(end);
      continue;
    }
    const id = sites.at({
      ...site,
      file: flow.graph.file,
      node: step.node,
      isInCallback: true,
      pool: undefined,
    });
    sites.nameLike(id, site.id);
    notes.adopt(end, id);
    trail?.visit(id, closure);
    trail?.inherit(end.lease, id);
  }
  return exits;
}

function hasCallback({ args }: Call): boolean {
  return args.some(arg => arg?.k === 'closure');
}

/** Whether an acquire stands in what this call is passed. */
function isInside(site: LeaseSite, node: Call['step']['node']): boolean {
  const [start, end] = node.range;
  return site.node.range[0] >= start && site.node.range[1] <= end;
}

/** A function that was passed in and is called by the name of a parameter or variable. */
function isCallback({ step, flow }: Call): boolean {
  const { node } = step;
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return false;
  return flow.graph.file.variableOf(node.callee)?.defs[0]?.type === 'Parameter';
}

/** What a callee releases, its caller has released at the call. */
function withReleases({ flow, at, step }: Call, exit: Exit, before: Trace | undefined) {
  const { file } = flow.graph;
  let trace = isBlurred(exit.trace, undefined, at.trace) ? after(before, { kind: 'blur' }) : before;
  for (const [id, status] of exit.state.leases) {
    if (status !== 'released' || at.state.statusOf(id) !== 'live') continue;
    if (releaseOn(exit.trace, id, at.trace) === undefined) continue;
    const event = { kind: 'release', lease: id, file, node: step.node, isDirect: false } as const;
    trace = after(trace, event);
  }
  return trace;
}
