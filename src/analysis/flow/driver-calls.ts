import { includesMethod, promisified } from '../../drivers/twins.ts';
import type { Node } from '../../source/source-file.ts';
import { keyOf } from '../graph.ts';
import { born, bornBefore } from './births.ts';
import { callbackAmong } from './callbacks.ts';
import { acquireInCallback, DEFAULT_CALLBACK } from './callback-acquires.ts';
import { continueIn } from './continuation.ts';
import type { Acquired } from './driver-methods.ts';
import type { Call, Outcome, Point } from './flow.ts';
import { closureArguments, gives, givesAt } from './flow.ts';
import { heldIn, noteWork } from './held.ts';
import { noteLate, releaseAt } from './late-use.ts';
import { handleType } from './lease-types.ts';
import { leasesIn } from './reach.ts';
import { passedAcquire } from './passed-pools.ts';
import { callScope } from './scopes.ts';
import { poolWork, scopeIn } from '../work/pool-work.ts';
import type { PoolWork } from '../work/work.ts';
import { after } from './trace.ts';
import { noteGivenBack } from './transactions.ts';
import type { Value } from './values.ts';
import { pending, settled } from './values.ts';

/** A method of a pool, a module's own acquire, or the making of a standalone connection. */
export function callDriver(call: Call): Iterable<Outcome> | undefined {
  const { session, graph } = call.flow;
  const own = session.questions.acquireOf(graph.file, call.step.node);
  const passed = isGuess(own) ? passedAcquire(call) : undefined;
  const found = own === undefined || !isGuess(passed) ? (passed ?? own) : own;
  if (found !== own) noteStated(call, found, 'acquire');
  if (found?.kind === 'acquire') return acquire(call, found);
  if (found?.kind === 'standalone') return makeStandalone(call, found);
  if (found?.kind === 'pool') return callPool(call, found);
  return undefined;
}

/** Nothing but a name, and perhaps its use, speaks for it: a pool that a caller is seen to pass says more. */
function isGuess(found: Acquired | undefined): boolean {
  return found === undefined || found.by === 'usage';
}

function acquire(call: Call, found: Extract<Acquired, { kind: 'acquire' }>): Iterable<Outcome> {
  // A callback of our own gets what the promise would give.
  if (callbackAmong(call) !== undefined) {
    return [acquireValue(call, { ...found, spec: promisified(found.spec) })];
  }
  const { spec } = found;
  const callback = spec.callback ?? DEFAULT_CALLBACK;
  const last = callback === 'none' ? undefined : trailingFunction(call);
  if (last === undefined) return [acquireValue(call, found)];
  if (callback === 'scoped') {
    return callScope(call, {
      driver: found.driver,
      type: found.lease,
      position: 'last',
      by: found.by,
    });
  }
  if (callback === 'none' || last === 'unseen') {
    call.flow.session.calledBack.note();
    return [gives(call, undefined)];
  }
  return acquireInCallback(call, found, last, callback);
}

/** A function handed over to be called back, where there is one. */
function trailingFunction(call: Call): Extract<Value, { k: 'closure' }> | 'unseen' | undefined {
  const closures = closureArguments(call);
  const closure = closures.at(-1)?.closure;
  if (closure !== undefined) return closure;
  const { node } = call.step;
  const last = node.type === 'CallExpression' ? node.arguments.at(-1) : undefined;
  if (last === undefined || last.type === 'ObjectExpression') return undefined;
  return call.flow.session.questions.closureOf(call.flow.graph.file, last) ?? unseen(call, last);
}

/** An argument that may be a function, when nobody uses the result as a lease. */
function unseen(call: Call, node: Node): 'unseen' | undefined {
  if (node.type === 'Literal' || node.type === 'TemplateLiteral') return undefined;
  if (node.type === 'MemberExpression' || node.type === 'CallExpression') return undefined;
  const parent = call.step.node.parent;
  const isUsed = parent?.type === 'AwaitExpression' || parent?.type === 'VariableDeclarator';
  return isUsed ? undefined : 'unseen';
}

function acquireValue(call: Call, found: Extract<Acquired, { kind: 'acquire' }>): Outcome {
  const earlier = found.spec.once ? bornBefore(call, found.driver) : undefined;
  if (earlier !== undefined) {
    return gives(call, settled('fulfilled', { k: 'lease', id: earlier }));
  }
  const { id, state, trace } = born(call, found);
  const { returns = 'promise', opens } = found.spec;
  const at = {
    state: state.setStatus(id, opens === undefined ? 'live' : 'idle'),
    trace: after(trace, { kind: 'acquire', lease: id } as const),
  };
  const lease: Value = { k: 'lease', id };
  if (returns === 'value') return gives(call, lease, at);
  const promise = pending(lease, { database: true, births: [id] });
  if (returns === 'promise') return gives(call, promise, at);
  const ref = `ref${call.step.node.range[0]}:${call.flow.graph.id}`;
  const held = at.state.setMember(ref, returns.slice('property '.length), promise);
  return gives(call, { k: 'ref', id: ref }, { ...at, state: held });
}

function makeStandalone(
  call: Call,
  found: Extract<Acquired, { kind: 'standalone' }>,
): Iterable<Outcome> {
  const { id, state, trace } = born(call, found);
  const isOpen = found.isOpen;
  const at = {
    state: state.setStatus(id, isOpen ? 'live' : 'idle'),
    trace: isOpen ? after(trace, { kind: 'acquire', lease: id } as const) : trace,
  };
  const lease: Value = { k: 'lease', id };
  const births = isOpen ? [id] : [];
  return [gives(call, found.isPromise ? pending(lease, { database: true, births }) : lease, at)];
}

function callPool(
  call: Call,
  found: Extract<Acquired, { kind: 'pool' }>,
): Iterable<Outcome> | undefined {
  const { at, args, step, flow } = call;
  const { driver, types, method, by } = found;
  const scoped = scopeIn(types, method);
  if (scoped !== undefined) {
    const type = handleType(flow.session.questions.drivers, driver, scoped.handle);
    return callScope(call, { driver, type, position: scoped.callback ?? 'last', by });
  }
  if (types.some(type => includesMethod(type.releaseByArgument, method))) {
    const released = releaseArgument(call, args[0]);
    return givesAt(call, pending(undefined), continueIn(call, released, { isCertain: false }));
  }
  if (types.some(type => includesMethod(type.close, method)) && step.receiver?.kind === 'place') {
    const state = flow.session.closePool(keyOf(step.receiver), at.state);
    return [gives(call, pending(undefined), { ...at, state })];
  }
  if (found.types.some(type => type.carries?.methods !== undefined)) {
    noteStated(call, found, 'statement');
  }
  // Any other method of a pool is database work, whether it takes a callback or gives a promise.
  const points = continueIn(call, at, { isCertain: true });
  return givesAt(call, pending(undefined, { database: true }), points);
}

/**
 * Notes what is done while leases are held, whether it is awaited or not: a statement that belongs in a
 * transaction, and an acquire from what a caller passes.
 */
function noteStated(call: Call, found: Acquired | undefined, use: PoolWork['use']): void {
  const { flow, step, at } = call;
  const work = poolWork(flow.session.questions, flow.graph.file, step.node, found);
  if (work?.use === use) noteWork(flow, step.node, heldIn(flow, at.state), [work]);
}

/** `pool.release(connection)`. */
function releaseArgument(call: Call, lease: Value | undefined): Point {
  const { flow, at, step } = call;
  if (lease?.k === 'any') for (const id of leasesIn(at.state, lease)) flow.session.notes.doubt(id);
  if (lease?.k !== 'lease') return at;
  noteGivenBack(flow, lease.id, at, { node: step.node });
  noteLate(call, lease.id, 'again', step.args[0]?.value);
  const { state, trace } = releaseAt(flow, at, lease.id, step.node);
  return { trace, state: flow.session.releaseNow(lease.id, state) };
}
