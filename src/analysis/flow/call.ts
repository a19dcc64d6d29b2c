import type { CallStep } from '../graph.ts';
import { callBuiltin } from './builtin-calls.ts';
import { callbackAmong, callErrorFirst, callsBack } from './callbacks.ts';
import { callMember } from './collection-calls.ts';
import { callDriver } from './driver-calls.ts';
import type { Call, Flow, Outcome, Point } from './flow.ts';
import { gives } from './flow.ts';
import {
  callBody,
  callDeclared,
  callFunction,
  callUnknown,
  isWorthRunning,
} from './function-calls.ts';
import { noteHandedOn } from './handed-on.ts';
import { heldIn, noteStarted } from './held.ts';
import { isCallbackOfCaller, storedCallback } from './lent-callbacks.ts';
import { callOnLease, isEnd } from './lease-calls.ts';
import { callRegistration } from './middleware.ts';
import { callConstructor, callMethod, callSuper } from './objects.ts';
import { callOnPromise } from './promise-calls.ts';
import { callPromisifier } from './promisifier-calls.ts';
import { callTasks } from './task-calls.ts';
import type { Value } from './values.ts';
import { settled } from './values.ts';

/** What a call does. The first that knows it answers; nobody knowing it is an answer too. */
export function* transferCall(flow: Flow, step: CallStep, at: Point): Generator<Outcome> {
  const call = toCall(flow, step, at);
  noteStarted(call);
  const runsHere = hasBody(call);
  for (const outcome of known(call) ?? callUnknown(call)) {
    if (runsHere) yield outcome;
    else yield* callsBack(call, outcome);
  }
}

/** Whether the callee's own body says when it calls back. */
function hasBody(call: Call): boolean {
  const { flow, step, at } = call;
  if (callbackAmong(call) === undefined) return true;
  const { file } = flow.graph;
  const callee = at.state.valueOf(step.callee, file);
  if (callee !== undefined) return callee.k === 'closure' || callee.k === 'settle';
  const { node } = step;
  return (
    node.type === 'CallExpression' &&
    flow.session.questions.shapeOf(file, node.callee)?.kind === 'function'
  );
}

function toCall(flow: Flow, step: CallStep, at: Point): Call {
  const spread = step.args.findIndex(arg => arg.spread);
  const args = step.args.map((arg, index) =>
    spread !== -1 && index >= spread ? undefined : at.state.valueOf(arg.value, flow.graph.file),
  );
  return { flow: { ...flow, calling: step.node }, step, at, args };
}

function known(call: Call): Iterable<Outcome> | undefined {
  const { step, at, flow } = call;
  const { file } = flow.graph;
  if (flow.session.questions.endsHere(file, step.node)) return [];
  const receiver = step.receiver && at.state.valueOf(step.receiver, file);
  if (receiver !== undefined && step.method !== undefined) {
    const answer = callOn(call, receiver, step.method);
    if (answer !== undefined) return answer;
  }
  const declared = callDeclared(call);
  if (declared !== undefined) return declared;
  const callee = at.state.valueOf(step.callee, file);
  const answer = callee ? callValue(call, callee) : callStored(call);
  return (
    answer ??
    callTasks(call) ??
    callBuiltin(call) ??
    callPromisifier(call) ??
    callDriver(call) ??
    callRegistration(call) ??
    callConstructor(call) ??
    callSuper(call) ??
    callFunction(call)
  );
}

/** A method of a value we follow. */
function callOn(call: Call, receiver: Value, method: string): Iterable<Outcome> | undefined {
  switch (receiver.k) {
    case 'lease':
      return callOnLease(call, receiver.id, method);
    case 'promise':
      return callOnPromise(call, receiver, method);
    case 'method':
      return callOnMethod(call, receiver, method);
    case 'any':
      return callOnAll(call, receiver, method);
    case 'ref':
      return callMember(call, receiver.id, method) ?? callMethod(call, receiver.id, method);
    default:
      return undefined;
  }
}

/** A value that is called itself. */
function callValue(call: Call, callee: Value): Iterable<Outcome> | undefined {
  if (callee.k === 'closure' && !call.step.isNew) return callClosure(call, callee);
  if (callee.k === 'lease') return callOnLease(call, callee.id, '()');
  if (callee.k === 'settle') return settle(call, callee);
  if (callee.k !== 'method') return undefined;
  if (callee.of.k === 'lease') return callOnLease(call, callee.of.id, callee.name);
  return callee.of.k === 'promise' ? callOnPromise(call, callee.of, callee.name) : undefined;
}

function callClosure(call: Call, closure: Extract<Value, { k: 'closure' }>): Iterable<Outcome> {
  const isHeld = isCallbackOfCaller(call) && heldIn(call.flow, call.at.state).length > 0;
  if (isHeld) return callHeld(call, closure);
  return isWorthRunning(call, closure) ? callBody(call, closure) : callUnknown(call);
}

/** `storage.run(transaction, work)`: the function runs here. */
function callStored(call: Call): Iterable<Outcome> | undefined {
  const { work, args } = storedCallback(call) ?? {};
  if (work?.k !== 'closure' || args === undefined) return undefined;
  const stored = { ...call, args };
  const isHeld = heldIn(call.flow, call.at.state).length > 0;
  return isHeld ? callHeld(stored, work) : callClosure(stored, work);
}

/** A callback that somebody waits for who holds a connection. */
function callHeld(call: Call, closure: Extract<Value, { k: 'closure' }>): Iterable<Outcome> {
  noteHandedOn(call, closure, call.at.state);
  return callBody(call, closure);
}

/** `resolve(x)`: the promise under construction gives `x`. */
function* settle(call: Call, callee: Extract<Value, { k: 'settle' }>): Generator<Outcome> {
  if (callee.isErrorFirst) {
    yield* callErrorFirst(call, callee);
    return;
  }
  const value = settled(callee.rejects ? 'rejected' : 'fulfilled', call.args[0]);
  const { state, trace } = call.at;
  const isFirst = state.member(callee.ref, 'promise') === undefined;
  yield gives(call, undefined, {
    state: isFirst ? state.setMember(callee.ref, 'promise', value) : state,
    trace,
  });
}

/** `release.bind(client)`, `release.call(client)`; or the method of a part of a lease: `runner.manager.save()`. */
function callOnMethod(
  call: Call,
  receiver: Extract<Value, { k: 'method' }>,
  method: string,
): Iterable<Outcome> | undefined {
  if (receiver.of.k !== 'lease') return undefined;
  if (method === 'bind') return [gives(call, receiver)];
  if (method === 'call' || method === 'apply')
    return callOnLease(call, receiver.of.id, receiver.name);
  const parts = call.flow.session.sites.of(receiver.of.id)?.type.gives ?? {};
  const isPart = receiver.name.endsWith('()') || Object.hasOwn(parts, receiver.name);
  // What leads away from the connection, such as its pool, does not use it.
  return isPart ? callOnLease(call, receiver.of.id, `${receiver.name}.${method}`) : undefined;
}

/** A method of every element of a collection; of some element it says nothing certain. */
function* callOnAll(
  call: Call,
  receiver: Extract<Value, { k: 'any' }>,
  method: string,
): Generator<Outcome> {
  if (!receiver.every && !receiver.picked) {
    yield* callUnknown(call);
    return;
  }
  let at: Point = call.at;
  for (const item of receiver.of) {
    if (item.k !== 'lease') continue;
    if (receiver.picked && isEnd(call.flow, item.id, method))
      call.flow.session.notes.pick(item.id, call.step.node);
    for (const outcome of callOnLease({ ...call, at }, item.id, method)) {
      if (!outcome.thrown) at = outcome;
    }
  }
  yield { ...at, thrown: false };
}
