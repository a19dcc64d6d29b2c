import type { Call, Outcome } from './flow.ts';
import { gives } from './flow.ts';
import { disposeValue } from './dispose.ts';
import { leasesIn } from './reach.ts';
import type { State } from './state.ts';
import { KIND } from './members.ts';
import type { Value } from './values.ts';
import { joinElements, literal, pending } from './values.ts';
import { visitAll } from './visits.ts';

type Member = (call: Call, ref: string) => Iterable<Outcome>;

/** A method of an object or collection made in this function. */
export function callMember(call: Call, ref: string, method: string): Iterable<Outcome> | undefined {
  const own = call.at.state.heap.get(ref)?.get(method);
  if (own !== undefined) return undefined;
  return Object.hasOwn(MEMBERS, method) ? MEMBERS[method]?.(call, ref) : undefined;
}

const MEMBERS: Readonly<Record<string, Member>> = {
  push: (call, ref) => [add(call, ref, call.args)],
  unshift: (call, ref) => [add(call, ref, call.args)],
  add: (call, ref) => [add(call, ref, call.args)],
  set: (call, ref) => [add(call, ref, [call.args[1]])],
  get: (call, ref) => [gives(call, some(call.at.state, ref))],
  at: (call, ref) => [gives(call, some(call.at.state, ref))],
  pop: (call, ref) => [gives(call, some(call.at.state, ref))],
  shift: (call, ref) => [gives(call, some(call.at.state, ref))],
  values: valuesOnly,
  keys: call => [gives(call, undefined)],
  // A rearranged list holds the same elements.
  slice: same,
  splice: same,
  reverse: same,
  toReversed: same,
  sort: same,
  toSorted: same,
  flat: same,
  // Which elements are left out nobody knows.
  filter: same,
  entries,
  forEach: (call, ref) => visitAll(call, ref, 'none'),
  map: (call, ref) => visitAll(call, ref, 'list'),
  flatMap: (call, ref) => visitAll(call, ref, 'flat list'),
  use: (call, ref) => [{ ...add(call, ref, call.args), ...keep(call, ref, call.args[0]) }],
  adopt: (call, ref) => [keep(call, ref, call.args[1], call.args[0])],
  defer: (call, ref) => [keep(call, ref, call.args[0])],
  move,
  dispose: (call, ref) => disposeNow(call, ref, false),
  disposeAsync: (call, ref) => disposeNow(call, ref, true),
  '@@dispose': (call, ref) => disposeNow(call, ref, false),
  '@@asyncDispose': (call, ref) => disposeNow(call, ref, true),
};

function add(call: Call, ref: string, values: readonly (Value | undefined)[]): Outcome {
  let { state } = call.at;
  for (const value of values) {
    const joined = joinElements(state.heap.get(ref)?.get('*'), value);
    state = state.setMember(ref, '*', joined);
    for (const id of leasesIn(state, value)) call.flow.session.notes.collect(id);
  }
  return gives(call, undefined, { ...call.at, state });
}

/** Registers a cleanup in a stack; the stack's disposal runs it. */
function keep(call: Call, ref: string, cleanup: Value | undefined, argument = cleanup): Outcome {
  const { state } = call.at;
  const size = state.heap.get(ref)?.size ?? 0;
  const item =
    cleanup?.k === 'closure' && argument !== cleanup ? withArgument(argument, cleanup) : cleanup;
  return gives(call, argument, { ...call.at, state: state.setMember(ref, String(size), item) });
}

/** `stack.adopt(client, c => c.release())`: the cleanup's argument is what was adopted. */
function withArgument(argument: Value | undefined, cleanup: Value): Value {
  return argument?.k === 'lease' ? { k: 'method', of: argument, name: 'release' } : cleanup;
}

function move(call: Call, ref: string): Iterable<Outcome> {
  const { state } = call.at;
  const moved = `${ref}m`;
  const heap = new Map(state.heap).set(moved, state.heap.get(ref) ?? new Map()).set(ref, new Map());
  return [gives(call, { k: 'ref', id: moved }, { ...call.at, state: state.with({ heap }) })];
}

function disposeNow(call: Call, ref: string, isAsync: boolean): Iterable<Outcome> {
  const disposal = { flow: call.flow, node: call.step.node, isAsync, isThrown: false };
  const points = disposeValue(disposal, { k: 'ref', id: ref }, call.at);
  return points.map(point => gives(call, isAsync ? pending(undefined) : undefined, point));
}

function same(call: Call, ref: string): Iterable<Outcome> {
  return [gives(call, { k: 'ref', id: ref })];
}

/** `map.values()`, `Object.values(map)`: the elements without their keys. */
export function valuesOnly(call: Call, ref: string): Iterable<Outcome> {
  const plain = `${ref}v`;
  const members = [...(call.at.state.heap.get(ref) ?? [])].filter(([key]) => key !== KIND);
  const state = call.at.state.setMembers(plain, new Map(members));
  return [gives(call, { k: 'ref', id: plain }, { ...call.at, state })];
}

/** `map.entries()`, `Object.entries(list)`: pairs of a key and an element. */
export function entries(call: Call, ref: string): Iterable<Outcome> {
  const pairs = `${ref}e`;
  const members = new Map(call.at.state.heap.get(ref)).set(KIND, literal('Map'));
  const state = call.at.state.setMembers(pairs, members);
  return [gives(call, { k: 'ref', id: pairs }, { ...call.at, state })];
}

/** Some element. */
function some(state: State, ref: string): Value | undefined {
  return state.member(ref, '*');
}
