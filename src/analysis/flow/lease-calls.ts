import { listening } from '../../drivers/listening.ts';
import { continueIn } from './continuation.ts';
import type { Call, ClosureArgument, Flow, Outcome, Point } from './flow.ts';
import { closureArguments, gives } from './flow.ts';
import { noteTaken } from './held.ts';
import { invoke } from './invoke.ts';
import { after } from './trace.ts';
import type { Value } from './values.ts';
import { literal, pending } from './values.ts';

/** A method of a lease. */
export function* callOnLease(call: Call, id: string, method: string): Generator<Outcome> {
  const { flow, at } = call;
  const site = flow.session.sites.of(id);
  if (site === undefined) return;
  const { type } = site;
  if (type.ended?.includes(method)) {
    yield gives(call, literal(at.state.statusOf(id) !== 'live'));
    return;
  }
  if (listening.includes(method)) {
    yield gives(call, { k: 'lease', id }, listen(call));
    return;
  }
  if (type.inert?.includes(method)) {
    yield gives(call, undefined);
    return;
  }
  if (site.opens.includes(method)) {
    yield* open(call, id);
    return;
  }
  if (isEnd(flow, id, method)) {
    const ended = endLease(flow, id, method, at);
    yield gives(call, pending(undefined), continueIn(call, ended, { isCertain: false }));
    return;
  }
  // Whatever else it is, it runs on the connection: the promise it gives can reject.
  flow.session.notes.clearDoubt(id);
  if (needsSession(call)) flow.session.holds.keepSession(id);
  const used = { ...at, state: flow.session.take(id, at.state) };
  if (used.state !== at.state) noteTaken(call, id);
  yield gives(
    call,
    pending(undefined, { database: true }),
    continueIn(call, used, { isCertain: true }),
  );
}

/**
 * A listener on the lease itself; the call gives the emitter, so that calls chain. What a listener
 * releases on an error it releases only then.
 */
function listen(call: Call): Point {
  const { node } = call.step;
  const [event] = node.type === 'CallExpression' ? node.arguments : [];
  const isForErrors = event?.type === 'Literal' && event.value === 'error';
  return isForErrors ? call.at : continueIn(call, call.at, { isCertain: false });
}

function* open(call: Call, id: string): Generator<Outcome> {
  const { state, trace } = call.at;
  noteTaken(call, id);
  call.flow.session.sites.anchor(id, call.flow.graph.file, call.step.node);
  const opened = {
    state: state.setStatus(id, 'live'),
    trace: after(trace, { kind: 'acquire', lease: id } as const),
  };
  const callback = closureArguments(call).at(-1)?.closure;
  if (callback === undefined) {
    yield gives(call, pending(undefined, { database: true, births: [id] }), opened);
    return;
  }
  yield* callBack(call, callback, opened, literal(null));
  yield* callBack(call, callback, call.at, { k: 'truthy' });
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

/** Whether a method of a lease ends it. */
export function isEnd(flow: Flow, id: string, method: string): boolean {
  const type = flow.session.sites.of(id)?.type;
  if (type === undefined) return false;
  if (method === '@@asyncDispose' || method === '@@dispose') {
    return type.dispose !== 'none' && type.dispose !== 'throws';
  }
  return type.release.includes(method) || (type.destroy?.includes(method) ?? false);
}

/** A point after a lease's release; a release discharges on its exceptional edge too. */
export function endLease(flow: Flow, id: string, method: string, at: Point): Point {
  if (!isEnd(flow, id, method)) return at;
  flow.session.notes.release(id);
  return { ...at, state: at.state.setStatus(id, 'released') };
}

const OF_SESSION = /\bpg_(?:try_)?advisory_lock|\bGET_LOCK\s*\(|\bsp_getapplock\b|^\s*LISTEN\b/i;

/** A statement for whose sake the connection is kept: what it does lasts as long as the session. */
function needsSession({ step, flow }: Call): boolean {
  const { node } = step;
  const quoted = node.type === 'TaggedTemplateExpression' ? node.quasi : undefined;
  const first = quoted ?? (node.type === 'CallExpression' ? node.arguments[0] : undefined);
  if (first?.type !== 'Literal' && first?.type !== 'TemplateLiteral') return false;
  const [start, end] = first.range;
  return OF_SESSION.test(flow.graph.file.text.slice(start + 1, end - 1));
}
