import { many } from '../../drivers/driver.ts';
import type { Node } from '../../source/source-file.ts';
import type { Operand, Place, Test } from '../graph.ts';
import { keyOf } from '../graph.ts';
import type { Flow } from './flow.ts';
import { leasesIn } from './reach.ts';
import type { State } from './state.ts';
import { tellCaller } from './tell-caller.ts';
import { saysActive } from './transactions.ts';
import type { Value } from './values.ts';
import { literal, nullnessOf, truthOf } from './values.ts';

type Decision = readonly [outcome: boolean, state: State];

/** Which ways a test can go, and what each way tells of the values it tests. */
export function decide(flow: Flow, test: Test, state: State): readonly Decision[] {
  const { file } = flow.graph;
  switch (test.kind) {
    case 'truthy':
      return split(flow, state, test.value, truthIn(flow, state, test.value), {
        yes: { k: 'truthy' },
        no: { k: 'falsy' },
      });
    case 'nullish':
      return split(flow, state, test.value, nullnessOf(state.valueOf(test.value, file)), {
        yes: { k: 'literal', value: undefined, tested: true },
        no: { k: 'truthy' },
      });
    case 'equal':
      return decideEqual(flow, test, state);
    case 'unmatched':
      return flow.session.questions.isExhaustive(file, test.node as Node) ? [] : [[true, state]];
    case 'instance':
      if (isPoolClass(flow, test.of) && state.valueOf(test.value, file)?.k === 'lease')
        return [[false, state]];
      return [
        [true, refine(flow, state, test.value, { k: 'truthy' })],
        [false, state],
      ];
    case 'unknown':
      return [
        [true, state],
        [false, state],
      ];
  }
}

/** Whether an expression is the class of a driver's pools, which no connection is an instance of. */
function isPoolClass({ session, graph }: Flow, of: Node): boolean {
  const shape = session.questions.shapeOf(graph.file, of);
  if (shape?.kind !== 'driver-export') return false;
  const name = shape.path.at(-1);
  const { pool, lease } = shape.driver;
  const isNamed = ({ type }: { readonly type: string }): boolean => type === name;
  return many(pool).some(isNamed) && !many(lease).some(isNamed);
}

/** `runner.isReleased` as the literal that it is on this path; which of several it is nobody knows. */
function asked(flow: Flow, state: State, value: Value | undefined): Value | undefined {
  if (value?.k === 'any') return undefined;
  if (value?.k !== 'method' || value.of.k !== 'lease') return value;
  const { id } = value.of;
  const ended = flow.session.sites.of(id)?.type.ended ?? [];
  if (ended.includes(value.name)) return literal(state.statusOf(id) !== 'live');
  return saysActive(flow, state, id, value.name) ? literal(true) : value;
}

/** Truth, with the properties that tell whether a lease has ended: `runner.isReleased`. */
function truthIn(flow: Flow, state: State, operand: Operand): boolean | undefined {
  const value = state.valueOf(operand, flow.graph.file);
  if (value === undefined) return hasEnded(flow, state, operand);
  if (value.k !== 'method' || value.of.k !== 'lease') return truthOf(value);
  const { id } = value.of;
  const type = flow.session.sites.of(id)?.type;
  if (type?.ended?.includes(value.name)) return state.statusOf(id) !== 'live';
  if (saysActive(flow, state, id, value.name)) return true;
  // What else a lease says of itself can be either.
  return type?.use.includes(value.name) || type?.release.includes(value.name) ? true : undefined;
}

/** `wrapper.isCompleted`: an object around one lease answers for it. */
function hasEnded(flow: Flow, state: State, operand: Operand): boolean | undefined {
  const name = operand.kind === 'place' ? operand.path.at(-1) : undefined;
  if (operand.kind !== 'place' || name === undefined) return undefined;
  const object = state.read({ ...operand, path: operand.path.slice(0, -1) });
  const [id, ...others] = object?.k === 'ref' ? leasesIn(state, object) : [];
  if (id === undefined || others.length > 0) return undefined;
  const ended = flow.session.sites.of(id)?.type.ended ?? [];
  return ended.includes(name) ? state.statusOf(id) !== 'live' : undefined;
}

function split(
  flow: Flow,
  state: State,
  operand: Operand,
  known: boolean | undefined,
  means: { readonly yes: Value; readonly no: Value },
): readonly Decision[] {
  if (known !== undefined) return [[known, state]];
  return [
    [true, refine(flow, state, operand, means.yes)],
    [false, refine(flow, state, operand, means.no)],
  ];
}

/** Notes what a test found out, where the value has a place and nothing better is known of it. */
function refine(flow: Flow, state: State, operand: Operand, value: Value): State {
  if (operand.kind !== 'place') return state;
  const known = state.read(operand);
  if (known !== undefined && known.k !== 'truthy' && known.k !== 'falsy') return state;
  return tellCaller(flow, state.write(operand, value), operand, value);
}

/** Literals that a value is remembered not to be. */
const MAX_ALTERNATIVES = 32;

type EqualTest = Extract<Test, { kind: 'equal' }>;

function decideEqual(flow: Flow, test: EqualTest, state: State): readonly Decision[] {
  const { file } = flow.graph;
  const a = asked(flow, state, state.valueOf(test.left, file));
  const b = asked(flow, state, state.valueOf(test.right, file));
  if (a?.k === 'literal' && b?.k === 'literal') return [[a.value === b.value, state]];
  if (areApart(a, b)) return [[false, state]];
  const [place, subject, value] = b?.k === 'literal' ? [test.left, a, b] : [test.right, b, a];
  if (value?.k !== 'literal') return decidePredicate(flow, test, state);
  const isOpen = subject === undefined || isCondition(subject);
  if (!isOpen) return [[false, state]];
  if (subject?.k === 'not' && subject.values.includes(String(value.value))) return [[false, state]];
  const yes: Decision = [true, narrow(flow, state, place, value)];
  if (typeof value.value === 'boolean')
    return [yes, [false, narrow(flow, state, place, literal(!value.value))]];
  const known = subject?.k === 'not' ? subject.values : [];
  // A long list of alternatives is a table, not a union that a type spells out.
  if (known.length >= MAX_ALTERNATIVES) return [yes, [false, state]];
  const excluded = [...known, String(value.value)];
  if (isExhausted(flow, test, excluded)) return [yes];
  return [yes, [false, narrow(flow, state, place, { k: 'not', values: excluded })]];
}

/**
 * A comparison of two unknown values, such as `transaction.connector === this`: its outcome is kept
 * as if it were a property of the left one, so that the same comparison has the same outcome later.
 */
function decidePredicate(
  flow: Flow,
  { left, right }: EqualTest,
  state: State,
): readonly Decision[] {
  if (left.kind !== 'place' || right.kind !== 'place') {
    return [
      [true, state],
      [false, state],
    ];
  }
  const place: Place = { ...left, path: [...left.path, `=== ${keyOf(right)}`] };
  return split(flow, state, place, truthOf(state.env.get(keyOf(place))), {
    yes: { k: 'truthy' },
    no: { k: 'falsy' },
  });
}

/** One is there and the other is not: `client !== given`. */
function areApart(one: Value | undefined, other: Value | undefined): boolean {
  const [first, second] = [truthOf(one), truthOf(other)];
  return first !== undefined && second !== undefined && first !== second;
}

function isCondition({ k }: Value): boolean {
  return k === 'truthy' || k === 'falsy' || k === 'not';
}

/** Whether a value of a union of literals has none left. One literal is no union worth asking for. */
function isExhausted(flow: Flow, { node }: EqualTest, excluded: readonly string[]): boolean {
  if (excluded.length < 2) return false;
  const all = flow.session.questions.literalsOf(flow.graph.file, node);
  return all !== undefined && all.every(one => excluded.includes(one));
}

/** As {@link refine}, replacing what earlier comparisons excluded. */
function narrow(flow: Flow, state: State, operand: Operand, value: Value): State {
  if (operand.kind !== 'place') return state;
  const known = state.read(operand);
  if (known !== undefined && !isCondition(known)) return state;
  return tellCaller(flow, state.write(operand, value), operand, value);
}
