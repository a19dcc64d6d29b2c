import type { Node } from '../../source/source-file.ts';
import type { Step } from '../graph.ts';
import { textOf } from '../print.ts';
import { transferCall } from './call.ts';
import { dispose } from './dispose.ts';
import { finishIterator } from './generators.ts';
import type { Exit, Flow, Outcome, Point } from './flow.ts';
import { noteAwait } from './held.ts';
import { isRace } from './keeping.ts';
import { leasesIn } from './reach.ts';
import { raceOn, waitFor } from './running.ts';
import { thrown } from './throws.ts';
import { after } from './trace.ts';
import { noteUncalled } from './uncalled.ts';
import type { PromiseValue, Value } from './values.ts';
import { joinElements } from './values.ts';
import { findWayOut } from './way-out.ts';

type SetStep = Extract<Step, { op: 'set' }>;

/** What one step does: the states it can lead to, on the normal and on the exceptional edge. */
export function* transfer(flow: Flow, step: Step, at: Point): Generator<Outcome> {
  switch (step.op) {
    case 'set':
      yield normal(assign(flow, step, at));
      return;
    case 'call':
      yield* transferCall(flow, step, at);
      return;
    case 'await':
      yield* awaits(flow, step, at);
      return;
    case 'yield':
      yield* yields(flow, step, at);
      return;
    case 'object':
      yield normal(makeObject(flow, step, at));
      return;
    case 'dispose':
      yield* dispose(flow, step, at);
      return;
    case 'finish':
      yield normal(finishIterator(flow, at.state.valueOf(step.iterable, flow.graph.file), at));
      return;
    case 'catch':
      yield normal(step.to ? bind(at, step.to.root, { k: 'truthy' }) : at);
      return;
    case 'leave': {
      const event = {
        kind: 'leave',
        file: flow.graph.file,
        node: step.node,
        by: step.kind,
      } as const;
      yield normal({ state: at.state, trace: after(at.trace, event) });
    }
  }
}

function normal(at: Point): Outcome {
  return { ...at, thrown: false };
}

function bind(at: Point, root: string, value: Value | undefined): Point {
  return { ...at, state: at.state.bind(root, value) };
}

function assign(flow: Flow, step: SetStep, at: Point): Point {
  const { to, from, node } = step;
  const value = at.state.valueOf(from, flow.graph.file);
  if (value?.k === 'lease' && isRace(flow, step, at, value)) noteRace(flow, value.id, at, node);
  const state = at.state.write(to, value);
  nameHeld(flow, step, value, { ...at, state });
  return lose(flow, { ...at, state }, at.state.read(to), node);
}

/** Names a lease after the variable or field that holds it, or an object around it. */
function nameHeld(flow: Flow, { to, node }: SetStep, value: Value | undefined, at: Point): void {
  if (value?.k !== 'lease' && value?.k !== 'ref') return;
  const [id, ...others] = leasesIn(at.state, value);
  if (id === undefined || others.length > 0) return;
  const name = to.path.length === 0 ? to.root : textOf(flow.graph.file, node);
  const wayOut = value.k === 'ref' ? () => findWayOut(flow, value.id, id, at.state) : undefined;
  const { sites } = flow.session;
  sites.nameLease(id, { root: name, owner: flow.graph.owner, ...(wayOut && { wayOut }) });
}

/** Notes a field that two calls at once can both fill. */
function noteRace(flow: Flow, id: string, at: Point, node: Node): void {
  const exit: Exit = { ...at, kind: 'end', value: undefined };
  flow.session.notes.openExit(id, exit, flow.graph, false, { kind: 'race', node });
}

/** Notes a lease whose last holder was just given another value. */
function lose(flow: Flow, at: Point, before: Value | undefined, node: Node): Point {
  if (before?.k !== 'lease' || at.state.statusOf(before.id) !== 'live') return at;
  for (const [key, value] of at.state.env) {
    // Temporaries end with their statement.
    if (!key.startsWith('%') && leasesIn(at.state, value).has(before.id)) return at;
  }
  const event = { kind: 'lose', lease: before.id, file: flow.graph.file, node } as const;
  return { ...at, trace: after(at.trace, event) };
}

function* awaits(
  flow: Flow,
  step: Extract<Step, { op: 'await' }>,
  before: Point,
): Generator<Outcome> {
  const value = before.state.valueOf(step.value, flow.graph.file);
  noteAwait(flow, before.state, step.node, value);
  noteUncalled(flow, before.state, step.node, value);
  const at = { ...before, state: waitFor(before.state, value) };
  const { root } = step.to;
  if (value === undefined) {
    yield normal(bind(at, root, undefined));
    yield { ...thrown(flow, at, step.node, 'likely'), thrown: true };
    return;
  }
  if (value.k !== 'promise') {
    yield normal(bind(at, root, value));
    return;
  }
  if (value.state !== 'rejected') yield normal(bind(at, root, value.of));
  if (value.state !== 'fulfilled') {
    const tier = value.database || value.births.length > 0 ? 'sure' : 'likely';
    const failed = raceOn(flow, unborn(at, value), value, step.node);
    yield { ...thrown(flow, failed, step.node, tier), thrown: true };
  }
}

/** A rejected acquire acquired nothing, and a rejected `BEGIN` began nothing. */
export function unborn(at: Point, { births, begins }: PromiseValue): Point {
  const state = births.reduce((next, id) => next.setStatus(id, undefined), at.state);
  return { ...at, state: begins === undefined ? state : state.setTransaction(begins, undefined) };
}

function* yields(flow: Flow, step: Extract<Step, { op: 'yield' }>, at: Point): Generator<Outcome> {
  const value = at.state.valueOf(step.value, flow.graph.file);
  let { state } = at;
  for (const id of leasesIn(state, value)) state = state.setStatus(id, 'moved');
  flow.session.noteYield(flow.graph, state);
  yield normal({ ...at, state: state.bind(step.to.root, undefined) });
  // A consumer throws into a generator as seldom as it stops early; the early stop is a path already.
  if (step.delegate) yield { ...thrown(flow, at, step.node, 'likely'), thrown: true };
}

function makeObject(flow: Flow, step: Extract<Step, { op: 'object' }>, at: Point): Point {
  const { file } = flow.graph;
  const members = step.fields.map(
    field => [field.key, at.state.valueOf(field.value, file)] as const,
  );
  const isWorthIt = members.length === 0 || members.some(([, value]) => isKept(value));
  if (!isWorthIt) return bind(at, step.to.root, { k: 'truthy' });
  const ref = `ref${step.node.range[0]}:${flow.graph.id}`;
  const earlier = openMembers(at.state, ref);
  let state = at.state.with({ heap: new Map(at.state.heap).set(ref, earlier) });
  for (const [key, value] of members) {
    if (key === '...') state = spreadInto(state, ref, value);
    else if (value !== undefined) state = state.setMember(ref, key, both(earlier.get(key), value));
    for (const id of leasesIn(at.state, value)) flow.session.notes.collect(id);
  }
  return bind({ ...at, state }, step.to.root, { k: 'ref', id: ref });
}

/** Members of the object that the same literal made before, as far as they hold open leases: a list may keep it. */
function openMembers(state: Point['state'], ref: string): ReadonlyMap<string, Value> {
  const members = [...(state.heap.get(ref) ?? [])];
  const isOpen = (value: Value): boolean =>
    [...leasesIn(state, value)].some(id => state.statusOf(id) === 'live');
  return new Map(members.filter(([, value]) => isOpen(value)));
}

/** Two objects that look like one: what is done to a member is done to both. */
function both(earlier: Value | undefined, value: Value): Value {
  if (earlier === undefined) return value;
  const joined = joinElements(earlier, value) ?? value;
  return joined.k === 'any' ? { ...joined, every: true } : joined;
}

function spreadInto(state: Point['state'], ref: string, value: Value | undefined): Point['state'] {
  if (value?.k !== 'ref') return state;
  let result = state;
  for (const [name, member] of state.heap.get(value.id) ?? [])
    result = result.setMember(ref, name, member);
  return result;
}

function isKept(value: Value | undefined): boolean {
  return (
    value !== undefined && value.k !== 'literal' && value.k !== 'truthy' && value.k !== 'falsy'
  );
}
