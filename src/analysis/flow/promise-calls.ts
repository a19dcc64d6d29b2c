import { chaining } from '../../source/returned.ts';
import { canThrow } from './can-throw.ts';
import { acquired, callBack } from './callbacks.ts';
import { continueIn } from './continuation.ts';
import type { Acquired } from './driver-methods.ts';
import type { Call, Exit, Outcome, Point } from './flow.ts';
import { isInteresting } from './interest.ts';
import { gives, givesAt } from './flow.ts';
import { invoke } from './invoke.ts';
import { endLease } from './lease-calls.ts';
import { leasesIn } from './reach.ts';
import { scopeIn } from '../work/pool-work.ts';
import { thrown } from './throws.ts';
import { noteReleased } from './transactions.ts';
import { unborn } from './transfer.ts';
import type { PromiseValue, Value } from './values.ts';
import { waitFor } from './running.ts';
import { pending, settled, waitingFor } from './values.ts';

/** `spread` is bluebird's `then` for a promise of several values. */
const CHAINED = new Set([...chaining, 'spread']);

/** `then`, `catch` and `finally`: the handlers run where they are attached, each on its own paths. */
export function callOnPromise(
  call: Call,
  promise: PromiseValue,
  method: string,
): Iterable<Outcome> | undefined {
  if (!CHAINED.has(method)) {
    // A query builder: it is awaited in the end, and rejects when the database does.
    const isBuilder = promise.database && promise.state === 'pending' && promise.of === undefined;
    if (!isBuilder)
      return leasesIn(call.at.state, promise).size > 0 ? [handOver(call, promise)] : undefined;
    // Unless it leads to a connection: `db.startTransaction().execute()`.
    const { session, graph } = call.flow;
    const found = session.questions.acquireOf(graph.file, call.step.node);
    if (found !== undefined && holdsConnection(found)) return undefined;
    return givesAt(call, promise, continueIn(call, call.at, { isCertain: false }));
  }
  return isWorthIt(call, promise)
    ? chain(call, promise, method)
    : [gives(call, unfollowed(call, promise, method))];
}

/** A method of a promise library that takes what is acquired over: bluebird's `disposer`. */
function handOver(call: Call, promise: PromiseValue): Outcome {
  let { state } = call.at;
  for (const id of leasesIn(state, promise)) {
    call.flow.session.notes.giveAway(id);
    state = state.setStatus(id, 'moved');
  }
  return gives(call, undefined, { ...call.at, state });
}

function holdsConnection(found: Acquired): boolean {
  return found.kind !== 'pool' || scopeIn(found.types, found.method) !== undefined;
}

/** A chain on a value we know nothing of, when a handler matters. */
export function callOnAnyPromise(call: Call): Iterable<Outcome> | undefined {
  const { method } = call.step;
  if (method === undefined || !CHAINED.has(method)) return undefined;
  return callOnPromise(call, pending(undefined), method);
}

/** A chain whose handlers have nothing to do with leases; handlers that cannot throw settle it. */
function unfollowed(call: Call, promise: PromiseValue, method: string): PromiseValue {
  const needed = method === 'catch' ? call.args.slice(0, 1) : call.args.slice(0, 2);
  const areHarmless =
    needed.length === (method === 'catch' ? 1 : 2) &&
    needed.every(arg => arg?.k === 'closure' && !canThrow(arg.file, arg.node));
  const { database, runs = [], races } = promise;
  if (method !== 'finally' && areHarmless) {
    return waitingFor(settled('fulfilled', undefined), runs);
  }
  return pending(undefined, { database, runs, ...(races && { races }) });
}

function isWorthIt(call: Call, promise: PromiseValue): boolean {
  const { flow, at, args } = call;
  if (leasesIn(at.state, promise).size > 0) return true;
  return args.some(
    arg =>
      arg?.k === 'settle' ||
      (arg?.k === 'method' && leasesIn(at.state, arg).size > 0) ||
      (arg?.k === 'closure' && isInteresting(flow.session, arg, [], at.state)),
  );
}

function* chain(call: Call, promise: PromiseValue, method: string): Generator<Outcome> {
  const { args, flow, step } = call;
  const at = { ...call.at, state: waitFor(call.at.state, promise) };
  const [first, second] = args;
  if (promise.state !== 'rejected') {
    yield* handle(call, method === 'catch' ? undefined : first, at, {
      isRejected: false,
      value: promise.of,
      passes: method === 'finally',
    });
  }
  if (promise.state === 'fulfilled') return;
  const tier = promise.database || promise.births.length > 0 ? 'sure' : 'likely';
  const rejected =
    promise.state === 'rejected'
      ? at
      : thrown(flow, unborn(at, promise), subjectOf(step.node), tier);
  yield* handle(call, method === 'then' ? second : first, rejected, {
    isRejected: true,
    value: undefined,
    passes: method === 'finally',
  });
}

/** What a chain is attached to: the call that may reject. */
function subjectOf(node: Call['step']['node']): Call['step']['node'] {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return node;
  const { object } = node.callee;
  return object.type === 'CallExpression' ? object : node;
}

interface Settlement {
  readonly isRejected: boolean;
  readonly value: Value | undefined;
  /** The handler does not replace the outcome (`finally`). */
  readonly passes: boolean;
}

function* handle(
  call: Call,
  handler: Value | undefined,
  at: Point,
  settlement: Settlement,
): Generator<Outcome> {
  const { isRejected, value, passes } = settlement;
  const through = settled(isRejected ? 'rejected' : 'fulfilled', value);
  if (handler?.k === 'method' && handler.of.k === 'lease') {
    const { id } = handler.of;
    const given = passes ? [] : [isRejected ? ({ k: 'truthy' } as const) : value];
    noteReleased(call, id, handler.name, at, given);
    yield gives(call, through, endLease(call, id, handler.name, at));
    return;
  }
  if (handler?.k === 'settle' && handler.isErrorFirst) {
    const state = callBack(at.state, handler, { isError: isRejected, values: [value] });
    yield gives(call, settled('fulfilled', undefined), { ...at, state });
    return;
  }
  if (handler?.k === 'settle') {
    const { state } = at;
    const isFirst = state.member(handler.ref, 'promise') === undefined;
    const inner = settled(handler.rejects ? 'rejected' : 'fulfilled', value);
    yield gives(call, settled('fulfilled', undefined), {
      ...at,
      state: isFirst ? state.setMember(handler.ref, 'promise', inner) : state,
    });
    return;
  }
  if (handler?.k !== 'closure') {
    yield gives(call, handler === undefined || passes ? through : pending(undefined), at);
    return;
  }
  const given = passes ? [] : isRejected ? [{ k: 'truthy' } as const] : valuesOf(call, value);
  for (const exit of invoke(call.flow, handler, given, at)) {
    yield gives(call, outcomeOf(exit, passes ? through : undefined), exit);
  }
}

/** What a handler is called with; a lease that is spread comes with its `done`, as in a callback. */
function valuesOf(call: Call, value: Value | undefined): readonly (Value | undefined)[] {
  if (call.step.method !== 'spread' || value?.k !== 'lease') return [value];
  return acquired(call, value);
}

function outcomeOf(exit: Exit, through: PromiseValue | undefined): Value {
  if (exit.kind === 'throw') return settled('rejected', undefined);
  const { value } = exit;
  const isRejected = value?.k === 'promise' && value.state === 'rejected';
  return through !== undefined && !isRejected ? through : settled('fulfilled', value);
}
