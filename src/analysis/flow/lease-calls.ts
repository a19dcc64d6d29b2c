import { many } from '../../drivers/driver.ts';
import { listening } from '../../drivers/listening.ts';
import { includesMethod, twinOf } from '../../drivers/twins.ts';
import { isFunction } from '../../source/walk.ts';
import { sendsObject } from '../statements/statement-object.ts';
import { callbackAmong } from './callbacks.ts';
import { continueIn } from './continuation.ts';
import type { Call, ClosureArgument, Flow, LeaseSite, Outcome, Point } from './flow.ts';
import { closureArguments, gives, givesAt } from './flow.ts';
import { noteTaken } from './held.ts';
import { invoke } from './invoke.ts';
import { isForGood } from './kept-for.ts';
import { isPlainRelease, noteEnded, noteLate, releaseAt } from './late-use.ts';
import { startAt } from './running.ts';
import { isAroundCallback, needsSession, openSession, opensSession } from './sessions.ts';
import { mayThrow } from './throws.ts';
import { after } from './trace.ts';
import { noteReleased, saysActive, transact } from './transactions.ts';
import type { Value } from './values.ts';
import { literal, pending } from './values.ts';

/** A method of a lease. */
export function* callOnLease(call: Call, id: string, method: string): Generator<Outcome> {
  const site = call.flow.session.sites.of(id);
  if (site === undefined) return;
  if (opensSession(site, method)) {
    yield gives(call, undefined, { ...call.at, state: openSession(call.at.state, id) });
    return;
  }
  const observed = observe(call, site, id, method);
  if (observed !== undefined) yield* observed;
  else if (site.opens.includes(method)) yield* open(call, id);
  else if (site.confirms.includes(method)) yield* opened(call, id, call.at);
  else yield* ending(call, id, method) ?? use(call, site, id, method);
}

/** A method that changes nothing, and may tell whether the lease has ended. */
function observe(
  call: Call,
  { type }: LeaseSite,
  id: string,
  method: string,
): readonly Outcome[] | undefined {
  const { state } = call.at;
  if (type.ended?.includes(method)) return [gives(call, literal(state.statusOf(id) !== 'live'))];
  if (saysActive(call.flow, state, id, method)) return [gives(call, literal(true))];
  if (listening.includes(method)) {
    if (isForGood(call, type)) call.flow.session.notes.keep(id);
    const points = continueIn(call, call.at, { isCertain: false });
    return givesAt(call, { k: 'lease', id }, points);
  }
  return type.inert?.includes(method) ? [gives(call, undefined)] : undefined;
}

/** A method that ends the lease, or gives what will. */
function ending(call: Call, id: string, method: string): readonly Outcome[] | undefined {
  if (isHalfEnd(call.flow, id, method)) {
    return [gives(call, { k: 'method', of: { k: 'lease', id }, name: `${method}()` })];
  }
  if (!isEnd(call.flow, id, method)) return undefined;
  noteReleased(call, id, method, call.at, call.args);
  noteLate(call, id, 'again');
  const ended = endLease(call, id, method);
  return givesAt(call, pending(undefined), continueIn(call, ended, { isCertain: false }));
}

/** Any other method works on the connection: the promise it gives can reject. */
function* use(call: Call, site: LeaseSite, id: string, method: string): Generator<Outcome> {
  const { flow, at } = call;
  const { type } = site;
  flow.session.notes.clearDoubt(id);
  if (includesMethod(type.strands, method)) noteEnded(call, id);
  noteLate(call, id, 'used');
  flow.session.uses.noteStatement(id, { file: flow.graph.file, node: call.step.node, method });
  if (needsSession(call)) flow.session.holds.keepSession(id);
  const taken = { ...at, state: flow.session.take(id, at.state) };
  if (taken.state !== at.state) noteTaken(call, id);
  if (Object.hasOwn(type.gives ?? {}, method)) {
    yield gives(call, { k: 'lease', id }, taken);
    return;
  }
  const used = transact(call, id, method, taken);
  const begins = used.trace === taken.trace ? undefined : id;
  const value = pending(undefined, { database: true, begins, runs: [id] });
  const isOne = isPromised(call, site, method);
  const isAround = isAroundCallback(site, method);
  const inside = isAround ? { ...used, state: openSession(used.state, id) } : used;
  for (const point of continueIn(call, inside, { isCertain: true, begins })) {
    const state = isOne ? startAt(call, [id], point.state) : point.state;
    yield gives(call, value, {
      ...point,
      state: isAround ? state.setTransaction(id, undefined) : state,
    });
  }
  // Nobody waits for a synchronous method: what the database refuses, it throws.
  if (twinOf(method)?.returns === 'value') yield* mayThrow({ ...call, at: used }, 'sure');
}

function open(call: Call, id: string): Iterable<Outcome> {
  const { state, trace } = call.at;
  noteTaken(call, id);
  call.flow.session.sites.anchor(id, call.flow.graph.file, call.step.node);
  return opened(call, id, {
    state: state.setStatus(id, 'live'),
    trace: after(trace, { kind: 'acquire', lease: id } as const),
  });
}

/** Once it is open at a point, or once it failed and there is nothing to close. */
function* opened(call: Call, id: string, at: Point): Generator<Outcome> {
  const callback = closureArguments(call).at(-1)?.closure;
  if (callback === undefined) {
    yield gives(call, pending(undefined, { database: true, births: [id] }), at);
    return;
  }
  const failed = { ...call.at, state: call.at.state.setStatus(id, undefined) };
  yield* callBack(call, callback, at, literal(null));
  yield* callBack(call, callback, failed, { k: 'truthy' });
}

/** `client.connect(error => …)`: once it is open, or once with an error and nothing to close. */
function* callBack(
  call: Call,
  callback: ClosureArgument['closure'],
  at: Point,
  error: Value,
): Generator<Outcome> {
  for (const exit of invoke(call.flow, callback, [error], at)) {
    if (exit.kind !== 'throw') yield gives(call, undefined, exit);
  }
}

/** Whether a method of a lease ends it: `release`, or `commit().execute` where only that does. */
export function isEnd(flow: Flow, id: string, method: string): boolean {
  const type = flow.session.sites.of(id)?.type;
  if (type === undefined) return false;
  if (method === '@@asyncDispose' || method === '@@dispose') {
    return type.dispose !== 'none' && type.dispose !== 'throws';
  }
  const { completedBy, release, destroy } = type;
  if (completedBy === undefined) {
    return includesMethod(release, method) || includesMethod(destroy, method);
  }
  return (
    includesMethod(destroy, method) || release.some(one => `${one}().${completedBy}` === method)
  );
}

/** Whether a method ends a lease once its result is told to: `commit` for `commit().execute()`. */
function isHalfEnd(flow: Flow, id: string, method: string): boolean {
  const type = flow.session.sites.of(id)?.type;
  return type?.completedBy !== undefined && type.release.includes(method);
}

/** A point after a lease's release; a release discharges on its exceptional edge too. */
export function endLease(call: Call, id: string, method: string, at: Point = call.at): Point {
  const { flow, step } = call;
  if (!isEnd(flow, id, method)) return at;
  const { notes, sites } = flow.session;
  const site = sites.of(id);
  if (!notes.isQuiet && site?.type.release.includes(method)) sites.noteEnding(id, method);
  const isPlain = site !== undefined && isPlainRelease(call, site, method);
  const { state, trace } = releaseAt(flow, at, id, step.node, isPlain);
  return { trace, state: flow.session.releaseNow(id, state) };
}

/** Whether a method gives the promise of one statement, and no builder, stream or handle. */
function isPromised(call: Call, site: LeaseSite, method: string): boolean {
  const { step, flow } = call;
  const { node } = step;
  if (site.type.isLazy || site.isInCallback || twinOf(method)?.returns === 'value') return false;
  if (callbackAmong(call) !== undefined) return false;
  if (node.type === 'CallExpression' && node.arguments.some(arg => isFunction(arg))) return false;
  const [part = '', ...path] = method.split('.');
  // A handle that is described as the root it stands for has that one's statements.
  const isLikeRoot = site.hold === 'scope' && site.type.use.includes('*');
  if (isLikeRoot) return path.length === 0 && isOneShot(site, site.type.type, part);
  if (sendsObject(flow.graph.file, node)) return false;
  if (includesMethod(site.type.use, method) && method !== '()') return true;
  return path.length === 1 && isOneShot(site, site.type.gives?.[part], path[0] ?? '');
}

function isOneShot({ driver }: LeaseSite, type: string | undefined, method: string): boolean {
  const pool = many(driver.pool).find(one => one.type === type);
  return pool?.oneShot?.includes(method) === true && !/^create|Builder$/.test(method);
}
