import type { GraphNode, NodeId } from '../graph.ts';
import type { Flow, Point } from './flow.ts';
import { roundsOf } from './elements.ts';
import { finishIterator, startIterator } from './generators.ts';
import { noteIteration } from './held.ts';
import { leasesIn } from './reach.ts';
import type { State } from './state.ts';
import { KIND } from './members.ts';
import { thrown } from './throws.ts';
import type { Value } from './values.ts';
import { literal } from './values.ts';

type Each = Extract<GraphNode, { kind: 'each' }>;

/**
 * One visit of a loop head.
 *
 * The body runs for every element of a collection that holds a lease: such a loop is not skipped,
 * since the collection is not empty.
 */
export function* each(
  flow: Flow,
  id: NodeId,
  node: Each,
  at: Point,
): Generator<{ readonly id: NodeId; readonly at: Point }> {
  const { file } = flow.graph;
  const iterable = at.state.valueOf(node.iterable, file);
  if (node.isAwait) noteIteration(flow, at.state, node.node, iterable);
  if (iterable?.k === 'lease') {
    yield { id: node.body, at: startIterator(iterable.id, at) };
    yield { id: node.done, at: finishIterator(flow, iterable, at) };
    return;
  }
  const rounds = iterable?.k === 'ref' ? roundsOf(at.state, iterable.id) : [];
  if (iterable?.k === 'ref' && leasesIn(at.state, iterable).size > 0) {
    const marker = `$each${id}:${flow.graph.id}`;
    const before = at.state.env.get(marker);
    const round = before?.k === 'literal' ? Number(before.value) : 0;
    const element = rounds[round];
    const state = at.state.bind(marker, element && literal(round + 1));
    if (element === undefined) yield { id: node.done, at: { ...at, state } };
    else
      yield { id: node.body, at: { ...at, state: bindElement(node, state, iterable.id, element) } };
    return;
  }
  yield { id: node.body, at: { ...at, state: at.state.bind(node.to.root, rounds[0]) } };
  yield { id: node.done, at };
  if (node.isAwait && iterable?.k !== 'ref') {
    yield { id: node.onThrow, at: thrown(flow, at, node.node, 'sure') };
  }
}

/** A map's element is a pair; its value is what counts. */
function bindElement(node: Each, state: State, ref: string, element: Value): State {
  if (state.heap.get(ref)?.get(KIND) === undefined) return state.bind(node.to.root, element);
  const pair = `${ref}p`;
  const heap = new Map(state.heap).set(pair, new Map([['1', element]]));
  return state.with({ heap }).bind(node.to.root, { k: 'ref', id: pair });
}
