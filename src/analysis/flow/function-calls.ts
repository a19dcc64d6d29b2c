import { adopt, adoptEnds } from './adoption.ts';
import { continueIn } from './continuation.ts';
import type { Call, Exit, Outcome, Point } from './flow.ts';
import { isCertainCaller } from './certain-callers.ts';
import { givesLease, handsOver } from './giving.ts';
import { touches } from './interest.ts';
import { gives, givesAt, isAsync } from './flow.ts';
import { callGenerator } from './generators.ts';
import { invoke } from './invoke.ts';
import { handOver } from './hand-over.ts';
import { isAtProcessEnd } from './keeping.ts';
import { noteLateArguments } from './late-use.ts';
import { leasesIn } from './reach.ts';
import { canThrow } from './can-throw.ts';
import { isCallbackOfCaller, passesCallbackOn } from './lent-callbacks.ts';
import { heldIn } from './held.ts';
import { tierOfUnknown } from './no-throw.ts';
import { noteLetGo, runWrapper } from './middleware.ts';
import { mayThrow, thrown } from './throws.ts';
import { loseSight, runsOn, startAt } from './running.ts';
import type { SeenUse } from './uses.ts';
import type { Value } from './values.ts';
import { literal, pending, waitingFor } from './values.ts';
import { visit } from './later-calls.ts';

/** A function whose body is at hand: it runs here, when it can tell anything. */
export function callFunction(call: Call): Iterable<Outcome> | undefined {
  const { flow, step } = call;
  const { node, isNew } = step;
  if (node.type !== 'CallExpression' || isNew) return undefined;
  const shape = flow.session.questions.shapeOf(flow.graph.file, node.callee);
  if (shape?.kind !== 'function') return undefined;
  const closure = { k: 'closure', file: shape.file, node: shape.node } as const;
  if (!isWorthRunning(call, closure)) return callAway(call, closure);
  return callGenerator(call, closure) ?? callBody(call, closure);
}

/** Whether a called body can tell anything: it touches a lease here, or gives one. */
export function isWorthRunning(call: Call, closure: Extract<Value, { k: 'closure' }>): boolean {
  const { flow, at, args } = call;
  if (touches(flow.session, closure, args, at.state)) return true;
  if (givesLease(flow.session, closure)) return true;
  if (!args.some(arg => arg?.k === 'closure') && !passesCallbackOn(call)) return false;
  return handsOver(flow.session, closure);
}

/** A function that has nothing to do with leases: only whether it throws, and when, matters. */
function* callAway(call: Call, closure: Extract<Value, { k: 'closure' }>): Generator<Outcome> {
  noteCalledBack(call);
  const points = continueIn(call, call.at, { isCertain: false });
  if (isAsync(closure.node)) {
    yield* givesAt(call, pending(undefined), points);
    return;
  }
  yield* givesAt(call, undefined, points);
  if (canThrow(closure.file, closure.node)) yield* mayThrow(call, 'likely');
}

/** Notes of a callback of the caller that it is called while a lease is held, or while none is. */
function noteCalledBack(call: Call): void {
  const { session } = call.flow;
  const isHeld = heldIn(call.flow, call.at.state).length > 0;
  if (!isHeld) noteLetGo(call);
  else if (isCallbackOfCaller(call)) session.holds.calledBack.note();
}

/** Runs a named function; a lease it gives counts as acquired by this call. */
export function* callBody(
  call: Call,
  closure: Extract<Value, { k: 'closure' }>,
): Generator<Outcome> {
  const { flow, at } = call;
  flow.session.holds.noteRun(call.step.node);
  const { result: exits, uses } = flow.session.uses.usesIn(() =>
    adoptEnds(call, closure, () => invoke(flow, closure, allArguments(call, closure), at)),
  );
  for (const exit of dischargeOnThrow(exits, at)) {
    const { point, value } = adopt(call, closure, exit);
    if (exit.kind === 'throw') {
      yield { ...thrown(flow, point, call.step.node, 'likely'), thrown: true };
    } else {
      const outcome = goOn(call, closure, uses, { point, value });
      runWrapper(call, closure, outcome);
      yield outcome;
    }
  }
}

/** What an async function gives waits for the statements it started. */
function goOn(
  call: Call,
  closure: Extract<Value, { k: 'closure' }>,
  uses: readonly SeenUse[],
  { point, value }: ReturnType<typeof adopt>,
): Outcome {
  if (value?.k !== 'promise') return gives(call, value, point);
  const started = isAsync(closure.node) ? uses.map(({ lease }) => lease) : [];
  const promise = waitingFor(
    value,
    started.filter(id => call.at.state.statusOf(id) === 'live' && !runsOn(point.state, id)),
  );
  if (promise.state === 'rejected') return gives(call, promise, point);
  return gives(call, promise, {
    ...point,
    state: startAt(call, promise.runs ?? [], point.state),
  });
}

/** The arguments, and `undefined` for every parameter that gets none. */
function allArguments(
  { step, args }: Call,
  { node }: Extract<Value, { k: 'closure' }>,
): readonly (Value | undefined)[] {
  if (step.args.some(arg => arg.spread)) return args;
  const missing = node.params.slice(args.length).map(() => literal(undefined));
  return [...args, ...missing];
}

/**
 * A function that releases a lease whenever it comes back discharges it also when something else
 * throws in it, as a driver's own release does. Not when its own statement rejects before that: then
 * the function is no release but a user that forgets its errors.
 */
function dischargeOnThrow(exits: readonly Exit[], before: Point): readonly Exit[] {
  const normal = exits.filter(exit => !isRejected(exit));
  const released = [...before.state.leases.keys()].filter(
    id =>
      before.state.statusOf(id) === 'live' &&
      normal.length > 0 &&
      normal.every(exit => exit.state.statusOf(id) === 'released'),
  );
  if (released.length === 0) return exits;
  return exits.map(exit => {
    if (isRejected(exit) && isByStatement(exit, before)) return exit;
    const state = released.reduce((next, id) => next.setStatus(id, 'released'), exit.state);
    return { ...exit, state };
  });
}

/** Whether the last exception since a point came from the database. */
function isByStatement(exit: Exit, before: Point): boolean {
  for (let step = exit.trace; step !== undefined && step !== before.trace; step = step.before) {
    if (step.event.kind === 'throw') return step.event.tier === 'sure';
  }
  return false;
}

function isRejected(exit: Exit): boolean {
  return exit.kind === 'throw' || (exit.value?.k === 'promise' && exit.value.state === 'rejected');
}

/** A function whose effect the user states; its body is not asked. */
export function callDeclared(call: Call): Iterable<Outcome> | undefined {
  const { flow, step, at, args } = call;
  const declared = flow.session.questions.declaredOf(flow.graph.file, step.node);
  if (declared === undefined || declared.acquires !== undefined) return undefined;
  const { releases = [] } = declared;
  const given = releases === 'all' ? args : releases.map(position => args[position]);
  let { state } = at;
  for (const id of given.flatMap(arg => [...leasesIn(at.state, arg)])) {
    state = flow.session.releaseNow(id, state);
  }
  const value = pending(undefined, { database: true });
  return [gives(call, value, { ...at, state })];
}

/** A function we cannot see into: it borrows its arguments, and may throw. */
export function* callUnknown(call: Call): Generator<Outcome> {
  const { at, flow, step } = call;
  if (isCallbackOfCaller(call)) noteLateArguments(call);
  noteCalledBack(call);
  const state = loseSight(handOver(call, at.state), call.args);
  const handed = { ...at, state };
  const isCertain = isCertainCaller(call);
  const points = isAtProcessEnd(call) ? [handed] : visit(call, handed, isCertain);
  yield* givesAt(call, undefined, points);
  // Adding a listener hardly ever throws.
  const tier = isCertain ? 'possible' : tierOfUnknown(flow.graph.file, step.node);
  yield* mayThrow({ ...call, at: points[0] ?? handed }, tier);
}
