import type { Call, Exit, Outcome, Point } from './flow.ts';
import { gives } from './flow.ts';
import { elementsIn, roundsOf } from './elements.ts';
import { invoke } from './invoke.ts';
import { elementsOf } from './values.ts';

/** What a call that visits all elements gives: nothing, a list of the results, or of what is in them. */
export type Results = 'none' | 'list' | 'flat list';

/** `list.forEach(item => item.release())`: the function sees every element, in order. */
export function visitAll(call: Call, ref: string, wanted: Results): readonly Outcome[] {
  const [visitor] = call.args;
  const { state } = call.at;
  if (visitor?.k !== 'closure' || elementsIn(state, ref).length === 0) {
    return [gives(call, undefined)];
  }
  const list = { k: 'ref', id: `ref${call.step.node.range[0]}:${call.flow.graph.id}` } as const;
  const root = `$${list.id}`;
  const thrown: Outcome[] = [];
  let points: readonly Point[] = [
    { ...call.at, state: state.setMembers(list.id, new Map()).bind(root, list) },
  ];
  for (const element of roundsOf(state, ref)) {
    const exits = points.flatMap(at => invoke(call.flow, visitor, [element], at));
    for (const exit of exits) if (exit.kind === 'throw') thrown.push({ ...exit, thrown: true });
    const next = exits
      .filter(({ kind }) => kind !== 'throw')
      .map(one => keep(one, list.id, wanted));
    points = [...new Map(next.map(point => [point.state.key, point])).values()];
  }
  const value = wanted === 'none' ? undefined : list;
  const given = points.map(at =>
    gives(call, value, { ...at, state: at.state.bind(root, undefined) }),
  );
  return [...given, ...thrown];
}

function keep(exit: Exit, list: string, wanted: Results): Point {
  const { trace, value } = exit;
  let { state } = exit;
  if (value === undefined || wanted === 'none') return { state, trace };
  const isFlat = wanted === 'flat list' && value.k === 'ref';
  for (const item of isFlat ? elementsIn(state, value.id) : elementsOf(value)) {
    state = state.setMember(list, String(state.heap.get(list)?.size ?? 0), item);
  }
  return { state, trace };
}
