import type { Call, Outcome, Point } from './flow.ts';
import { gives } from './flow.ts';
import { unborn } from './transfer.ts';
import type { State } from './state.ts';
import { KIND } from './members.ts';
import type { PromiseValue, Value } from './values.ts';
import { literal, pending, settled, truthOf } from './values.ts';

type Settle = Extract<Value, { k: 'settle' }>;

/** How a callback was called: with an error, or with values. */
export interface CalledBack {
  readonly isError: boolean;
  readonly values: readonly (Value | undefined)[];
}

/** An error-first callback that nobody has called yet, under a name of its own. */
export function makeCallback(state: State, ref: string): { state: State; callback: Settle } {
  const callback: Settle = { k: 'settle', ref, rejects: false, isErrorFirst: true };
  const heap = new Map(state.heap).set(ref, new Map([[KIND, literal('callback')]]));
  return { state: state.with({ heap }).bind(rootOf(ref), callback), callback };
}

/** What a callback was called with; `undefined` while nobody has. */
export function calledBack(state: State, ref: string): CalledBack | undefined {
  const outcome = state.member(ref, 'promise');
  if (outcome?.k !== 'promise') return undefined;
  const numbered = [...(state.heap.get(ref)?.keys() ?? [])].filter(key => /^\d+$/.test(key));
  const length = Math.max(0, ...numbered.map(key => Number(key) + 1));
  const values = Array.from({ length }, (_, index) => state.member(ref, String(index)));
  return { isError: outcome.state === 'rejected', values };
}

/** Forgets a callback after its use. */
export function forgetCallback(state: State, ref: string): State {
  const heap = new Map(state.heap);
  heap.delete(ref);
  return state.with({ heap }).bind(rootOf(ref), undefined);
}

/** Calls a callback; only its first call counts. */
export function callBack(state: State, { ref }: Settle, { isError, values }: CalledBack): State {
  if (state.member(ref, 'promise') !== undefined) return state;
  const outcome = settled(isError ? 'rejected' : 'fulfilled', undefined);
  return values.reduce<State>(
    (next, value, index) => next.setMember(ref, String(index), value),
    state.setMember(ref, 'promise', outcome),
  );
}

/** Whether some callback was called on the way from one state to another. */
export function hasCalledBack(before: State, after: State): boolean {
  for (const [ref, members] of after.heap) {
    if (members.get(KIND) === undefined || !members.has('promise')) continue;
    if (before.heap.has(ref) && before.member(ref, 'promise') === undefined) return true;
  }
  return false;
}

/** `callback(error, …values)`: of an error that nothing is known of, both are possible. */
export function* callErrorFirst(call: Call, callback: Settle): Generator<Outcome> {
  const [error, ...values] = call.args;
  const truth = call.args.length === 0 ? false : truthOf(error);
  for (const isError of [false, true]) {
    if (truth === !isError) continue;
    const state = callBack(call.at.state, callback, { isError, values: isError ? [] : values });
    yield gives(call, undefined, { ...call.at, state });
  }
}

/** The error-first callback that a call is passed. */
export function callbackAmong({ args }: Call): Settle | undefined {
  return args.find((arg): arg is Settle => arg?.k === 'settle' && arg.isErrorFirst === true);
}

/** A call that was passed a callback calls it with what the promise gives that it would have given instead. */
export function* callsBack(call: Call, outcome: Outcome): Generator<Outcome> {
  const callback = callbackAmong(call);
  if (outcome.thrown || callback === undefined) {
    yield outcome;
    return;
  }
  const given = outcome.state.read(call.step.to);
  const promise = given?.k === 'promise' ? given : pending(undefined);
  const values = promise.of?.k === 'lease' ? acquired(call, promise.of) : [promise.of];
  yield* settle(outcome, callback, promise, values);
}

/** A lease comes with its `done`, for callbacks that take it. */
export function acquired(
  { flow }: Call,
  lease: Extract<Value, { k: 'lease' }>,
): CalledBack['values'] {
  const type = flow.session.sites.of(lease.id)?.type;
  return [lease, { k: 'method', of: lease, name: type?.release[0] ?? 'release' }];
}

function* settle(
  at: Outcome,
  callback: Settle,
  promise: PromiseValue,
  values: CalledBack['values'],
): Generator<Outcome> {
  const on = (point: Point, result: CalledBack): Outcome => ({
    ...point,
    state: callBack(point.state, callback, result),
    thrown: false,
  });
  if (promise.state !== 'rejected') yield on(at, { isError: false, values });
  if (promise.state !== 'fulfilled') yield on(unborn(at, promise), { isError: true, values: [] });
}

function rootOf(ref: string): string {
  return `$callback ${ref}!`;
}
