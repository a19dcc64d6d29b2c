import { many } from '../../drivers/driver.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { isFunction, standsIn } from '../../source/walk.ts';
import { callText } from '../call-text.ts';
import { whereNeeded } from '../work/absent.ts';
import { isBorrower } from '../work/borrowers.ts';
import { workByName } from '../work/by-name.ts';
import { workGiven } from '../work/left.ts';
import { throughStorage } from '../work/storage.ts';
import type { Link, Work } from '../work/work.ts';
import type { Call, Caller, Flow, LeaseSite } from './flow.ts';
import type { HeldWork } from './holds.ts';
import { asScope } from './lent-callbacks.ts';
import { asMiddleware, registeredAround } from './registered.ts';
import { leasesIn } from './reach.ts';
import { holdsNothing } from './sessions.ts';
import type { State } from './state.ts';
import type { Value } from './values.ts';

/** The leases that are open at a point, except those that a value carries. */
export function heldIn(flow: Flow, state: State, value?: Value): readonly LeaseSite[] {
  if (state.leases.size === 0) return [];
  const own = leasesIn(state, value);
  const born = value?.k === 'promise' ? value.births : [];
  const held: LeaseSite[] = [];
  for (const [id, status] of state.leases) {
    if (status !== 'live' || own.has(id) || born.includes(id) || id.endsWith('~')) continue;
    const site = flow.session.sites.of(id);
    if (site === undefined || site.standalone || holdsNothing(site, id, state)) continue;
    held.push(site);
  }
  return held;
}

/** Notes an await while leases are held, with what it waits for. */
export function noteAwait(flow: Flow, state: State, node: Node, value: Value | undefined): void {
  const { session, graph } = flow;
  if (session.notes.isQuiet) return;
  const leases = heldIn(flow, state, value);
  if (leases.length === 0) return;
  const awaited = node.type === 'AwaitExpression' ? node.argument : node;
  noteWork(flow, awaited, leases, session.holds.workOf(graph.file, awaited));
  for (const lease of leases)
    noteWork(flow, awaited, [lease], workByName(session.questions, graph.file, awaited, lease));
}

/** Notes a statement that names speak for, which is started while leases are held and not awaited. */
export function noteStarted({ flow, step, at }: Call): void {
  const { session, graph } = flow;
  if (at.state.leases.size === 0 || !isLeftAlone(graph.file, step.node)) return;
  for (const lease of heldIn(flow, at.state)) {
    const pools = many(lease.driver.pool).filter(({ carries }) => carries?.option !== undefined);
    // Where a later link of the chain says it, nothing runs before somebody waits.
    if (pools.length === 0 || pools.some(({ carries }) => carries?.chained)) continue;
    noteWork(flow, step.node, [lease], workByName(session.questions, graph.file, step.node, lease));
  }
}

/** Whether a call's result is dropped, or kept in a constant that nobody awaits or hands on. */
function isLeftAlone(file: SourceFile, { parent }: Node): boolean {
  if (parent?.type === 'ExpressionStatement') return true;
  if (parent?.type !== 'VariableDeclarator' || parent.id.type !== 'Identifier') return false;
  const references = file.variableOf(parent.id)?.references.filter(one => !one.isWrite()) ?? [];
  return references.every(({ identifier }) => identifier.parent?.type === 'Property');
}

/** Notes the loop of a `for await` while leases are held. */
export function noteIteration(
  flow: Flow,
  state: State,
  loop: Node,
  value: Value | undefined,
): void {
  const leases = flow.session.notes.isQuiet ? [] : heldIn(flow, state, value);
  if (leases.length === 0 || loop.type !== 'ForOfStatement') return;
  const works = flow.session.holds.workOfIterable(flow.graph.file, loop.right);
  noteWork(flow, loop.right, leases, works);
}

/** Notes that a connection is taken now, which was only prepared before. */
export function noteTaken(call: Call, id: string): void {
  const { flow, at, step } = call;
  const site = flow.session.sites.of(id);
  if (site?.origin === undefined || site.standalone || at.state.statusOf(id) === 'live') return;
  const { file, node, origin } = site;
  const work: Work = { k: 'pool', use: 'acquire', origin, file, node, through: [] };
  noteWork(flow, step.node, heldIn(flow, at.state), [work]);
}

/** Notes work that is done while leases are held. */
export function noteWork(
  flow: Flow,
  node: Node,
  leases: readonly LeaseSite[],
  works: readonly Work[],
): void {
  if (works.length === 0 || leases.length === 0 || flow.session.notes.isQuiet) return;
  const found = anchorOf(flow, node);
  if (found === undefined) return;
  const left = works.flatMap(work => asCalled(flow, node, work));
  if (left.length === 0) return;
  const { root } = flow.session;
  const sites = asTold(flow, leases);
  flow.session.holds.note({ ...found, root, leases: sites, works: left });
}

/** Leases as they are told in the function under analysis: of those around a middleware only its own. */
function asTold(flow: Flow, leases: readonly LeaseSite[]): readonly LeaseSite[] {
  const { root } = flow.session;
  const registered = registeredAround(flow);
  const [first] = leases;
  if (registered && first) return [asMiddleware(first, registered)];
  if (root === undefined) return leases;
  return leases.map(lease => asScope(flow, lease, one => standsIn(one, root)));
}

/** What is left of the work of a function that runs here, with what its callers passed. */
function asCalled({ graph, caller, session }: Flow, node: Node, work: Work): readonly Work[] {
  if (caller === undefined) return [work];
  const { file, owner } = graph;
  const asked = isFunction(owner) ? whereNeeded(session.questions, file, owner, node, work) : work;
  const to = { file: caller.flow.graph.file, call: caller.node, owner };
  const left = workGiven(asked, { questions: session.questions, ...to }).flatMap(one =>
    throughStorage(session.questions, to.file, to.call, one),
  );
  return left.flatMap(one => asCalled(caller.flow, caller.node, one));
}

/** Where a node is told; `undefined` when a function in between that is lent a connection tells it itself. */
export function anchorOf(flow: Flow, node: Node): Anchor | undefined {
  const { flows, at, through } = placeInRoot(flow, node);
  return flows.some(isLent) ? undefined : { at, through };
}

/** A place in the function under analysis, and the calls that lead from there. */
export type Anchor = Pick<HeldWork, 'at' | 'through'>;

interface PlaceInRoot extends Anchor {
  /** It stands in a function that somebody else calls back. */
  readonly isCalledBack: boolean;
  /** The runs that lead from there to the node. */
  readonly flows: readonly Flow[];
}

/** The innermost place on the way to a node that stands in the function under analysis. */
export function placeInRoot(flow: Flow, node: Node): PlaceInRoot {
  const { root } = flow.session;
  const through: Link[] = [];
  const flows: Flow[] = [];
  let here: Caller = { flow, node };
  while (root !== undefined && !standsIn(here.node, root)) {
    const { caller } = here.flow;
    flows.push(here.flow);
    if (caller === undefined) break;
    const handler = flows.findIndex(({ graph }) => graph.owner === caller.flow.registers?.handler);
    // What runs between a registration and the function that answers is not on the way there.
    if (handler !== -1) through.splice(0, flows.length - 1 - handler);
    through.unshift({
      text: callText(caller.flow.graph.file, caller.node),
      file: caller.flow.graph.file,
      node: caller.node,
      ...intoOf(flows[handler] ?? here.flow),
    });
    here = caller;
  }
  return { at: here.node, through, flows, isCalledBack: here.flow.caller !== undefined };
}

function intoOf({ graph: { file, owner } }: Flow): Pick<Link, 'into'> {
  return isFunction(owner) ? { into: { file, node: owner } } : {};
}

function isLent({ session, graph }: Flow): boolean {
  const { owner, file } = graph;
  return isFunction(owner) && isBorrower(session.questions, file, owner);
}
