import type { Node } from '../../source/source-file.ts';
import type { Operand, Test } from '../graph.ts';
import type { Flow } from './flow.ts';
import type { State } from './state.ts';
import type { Value } from './values.ts';
import { literal, nullnessOf, truthOf } from './values.ts';

type Decision = readonly [outcome: boolean, state: State];

/** Which ways a test can go, and what each way tells of the values it tests. */
export function decide(flow: Flow, test: Test, state: State): readonly Decision[] {
  const { file } = flow.graph;
  switch (test.kind) {
    case 'truthy':
      return split(state, test.value, truthIn(flow, state, state.valueOf(test.value, file)), {
        yes: { k: 'truthy' },
        no: { k: 'falsy' },
      });
    case 'nullish':
      return split(state, test.value, nullnessOf(state.valueOf(test.value, file)), {
        yes: { k: 'literal', value: undefined, tested: true },
        no: { k: 'truthy' },
      });
    case 'equal':
      return decideEqual(flow, test.left, test.right, state);
    case 'unmatched':
      return flow.session.questions.isExhaustive(file, test.node as Node) ? [] : [[true, state]];
    case 'unknown':
      return [
        [true, test.holds ? refine(state, test.holds, { k: 'truthy' }) : state],
        [false, state],
      ];
  }
}

/** Truth, with the properties that tell whether a lease has ended: `runner.isReleased`. */
function truthIn(flow: Flow, state: State, value: Value | undefined): boolean | undefined {
  if (value?.k !== 'method' || value.of.k !== 'lease') return truthOf(value);
  const { id } = value.of;
  const type = flow.session.sites.of(id)?.type;
  if (type?.ended?.includes(value.name)) return state.statusOf(id) !== 'live';
  // What else a lease says of itself (`isTransactionActive`) can be either.
  return type?.use.includes(value.name) || type?.release.includes(value.name) ? true : undefined;
}

function split(
  state: State,
  operand: Operand,
  known: boolean | undefined,
  means: { readonly yes: Value; readonly no: Value },
): readonly Decision[] {
  if (known !== undefined) return [[known, state]];
  return [
    [true, refine(state, operand, means.yes)],
    [false, refine(state, operand, means.no)],
  ];
}

/** Notes what a test found out, where the value has a place and nothing better is known of it. */
function refine(state: State, operand: Operand, value: Value): State {
  if (operand.kind !== 'place') return state;
  const known = state.read(operand);
  if (known !== undefined && known.k !== 'truthy' && known.k !== 'falsy') return state;
  return state.write(operand, value);
}

function decideEqual(flow: Flow, left: Operand, right: Operand, state: State): readonly Decision[] {
  const a = state.valueOf(left, flow.graph.file);
  const b = state.valueOf(right, flow.graph.file);
  if (a?.k === 'literal' && b?.k === 'literal') return [[a.value === b.value, state]];
  const [place, value] = b?.k === 'literal' ? [left, b] : [right, a];
  if (value?.k !== 'literal') {
    return [
      [true, state],
      [false, state],
    ];
  }
  const subject = state.valueOf(place, flow.graph.file);
  const isObject = subject !== undefined && subject.k !== 'truthy' && subject.k !== 'falsy';
  if (isObject) return [[false, state]];
  const isBoolean = typeof value.value === 'boolean';
  const otherwise: Value | undefined = isBoolean ? literal(!value.value) : undefined;
  return [
    [true, refine(state, place, value)],
    [false, otherwise ? refine(state, place, otherwise) : state],
  ];
}
