import { includesMethod } from '../../drivers/twins.ts';
import { literalText } from '../../source/names.ts';
import { hasCalledBack } from './callbacks.ts';
import type { Call, Exit, Point } from './flow.ts';
import { touches } from './interest.ts';
import { closureArguments } from './flow.ts';
import { invoke } from './invoke.ts';
import { isResolvedWith } from './reach.ts';
import type { State } from './state.ts';
import { isHandedOn } from './exits.ts';
import type { Closure, Value } from './values.ts';
import { literal } from './values.ts';

/**
 * A call that is given functions to call later.
 *
 * A function that releases a lease takes the obligation over. If it is certain to be called (a
 * driver's own callback), the ways out of it that leave the lease open are open exits; if not (an
 * event listener), the analysis stays silent. What a listener for errors releases it releases only
 * when there is one. Where a function calls an error-first callback, the path goes on from there.
 */
export function continueIn(
  call: Call,
  at: Point,
  { isCertain, body, handle, begins }: Continued,
): readonly Point[] {
  if (eventOf(call) === 'error') return [at];
  const continued: Point[] = [];
  let point = handOverMethods(call, at);
  const closures = new Set(closureArguments(call).map(({ closure }) => closure));
  if (body !== undefined && ![...closures].some(one => one.node === body.node)) closures.add(body);
  for (const closure of closures) {
    const args = closure.node === body?.node ? [handle] : [];
    if (!touches(call.flow.session, closure, args, point.state)) continue;
    const { state: before } = point;
    const runs = begins === undefined ? [{ args, at: point }] : withAndWithoutError(point, begins);
    const exits = runs
      .flatMap(one => invoke(call.flow, closure, one.args, one.at))
      .filter(exit => !isCrash(exit));
    const goingOn = exits.filter(exit => hasCalledBack(before, exit.state));
    continued.push(...goingOn);
    const others = goingOn.length > 0 ? exits.filter(exit => !goingOn.includes(exit)) : exits;
    call.flow.session.uses.noteStops(others);
    point = { ...point, state: transfer(call, closure, before, others, isCertain) };
  }
  return continued.length > 0 ? continued : [point];
}

/** How the functions of a call are called back. */
export interface Continued {
  /** They are certain to be called. */
  readonly isCertain: boolean;
  /** The one that is called with a handle, and that handle. */
  readonly body?: Closure;
  readonly handle?: Value;
  /** The lease on which no transaction was begun when they are called with an error. */
  readonly begins?: string | undefined;
}

/** `connection.beginTransaction(error => …)`: once with a transaction, or once with an error and none. */
function withAndWithoutError(at: Point, id: string) {
  const failed = { ...at, state: at.state.setTransaction(id, undefined) };
  const error: Value = { k: 'truthy' };
  return [
    { args: [literal(null)], at },
    { args: [error], at: failed },
  ];
}

/** The event that a listener is added for. */
export function eventOf({ step: { node, method } }: Call): string | undefined {
  if (method === undefined || !LISTENS.has(method)) return undefined;
  const [event] = node.type === 'CallExpression' ? node.arguments : [];
  return literalText(event);
}

const LISTENS = new Set(['on', 'once', 'addListener', 'prependListener', 'prependOnceListener']);

/** `stream.on('end', client.release.bind(client))`: the release itself is handed over. */
function handOverMethods(call: Call, at: Point): Point {
  let { state } = at;
  for (const arg of call.args) {
    if (arg?.k !== 'method' || arg.of.k !== 'lease') continue;
    const type = call.flow.session.sites.of(arg.of.id)?.type;
    if (includesMethod(type?.release, arg.name)) state = state.setStatus(arg.of.id, 'moved');
  }
  return { ...at, state };
}

/** A synchronous exception in a callback ends the process; a rejection of an async one does not. */
function isCrash(exit: Exit): boolean {
  return exit.kind === 'throw';
}

function transfer(
  call: Call,
  closure: Closure,
  before: State,
  exits: readonly Exit[],
  isCertain: boolean,
): State {
  const { session } = call.flow;
  const graph = session.graphs.of(closure.file, closure.node);
  let state = before;
  for (const [id, status] of before.leases) {
    if (status !== 'live') continue;
    const wasResolved = isResolvedWith(before, id);
    const resolved = exits.find(exit => !wasResolved && isResolvedWith(exit.state, id));
    const open = exits.filter(exit => exit.state.statusOf(id) === 'live');
    const mayEnd = open.some(exit => exit.state.transactions.get(id) === undefined);
    if (mayEnd) state = state.setTransaction(id, undefined);
    if (resolved === undefined && open.length === exits.length) continue;
    session.notes.giveAway(id);
    // What a callback resolves a promise with goes on to whoever awaits that.
    state = resolved === undefined ? state.setStatus(id, 'moved') : adopt(state, resolved.state);
    if (!isCertain) continue;
    for (const exit of open) {
      const isHanded = isHandedOn({ ...call.flow, graph }, exit, id, before);
      if (!isHanded) session.notes.openExit(id, exit, graph);
    }
  }
  return state;
}

/** Takes over what a callback put into promises under construction. */
function adopt(state: State, from: State): State {
  return state.with({ heap: new Map([...state.heap, ...from.heap]) });
}
