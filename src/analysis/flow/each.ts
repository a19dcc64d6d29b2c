import type { GraphNode, NodeId } from '../graph.ts';
import type { Flow, Point } from './flow.ts';
import { elementsIn } from './collection-calls.ts';
import { finishIterator, startIterator } from './generators.ts';
import { leasesIn } from './reach.ts';
import { KIND } from './state.ts';
import { thrown } from './throws.ts';
import type { Value } from './values.ts';
import { literal } from './values.ts';

type Each = Extract<GraphNode, { kind: 'each' }>;

/**
 * One visit of a loop head.
 *
 * A collection of leases is visited as a whole: the body runs once for every element, and the loop
 * is not skipped, since a collection that holds a lease is not empty.
 */
export function* each(
  flow: Flow,
  id: NodeId,
  node: Each,
  at: Point,
): Generator<{ readonly id: NodeId; readonly at: Point }> {
  const { file } = flow.graph;
  const iterable = at.state.valueOf(node.iterable, file);
  if (iterable?.k === 'lease') {
    yield { id: node.body, at: startIterator(iterable.id, at) };
    yield { id: node.done, at: finishIterator(flow, iterable, at) };
    return;
  }
  const element = iterable?.k === 'ref' ? elementsOf(at, iterable.id) : undefined;
  const marker = `$each${id}:${flow.graph.id}`;
  if (element !== undefined && leasesIn(at.state, element).size > 0) {
    const isDone = at.state.env.has(marker);
    const state = at.state.bind(marker, isDone ? undefined : literal(true));
    if (isDone) yield { id: node.done, at: { ...at, state } };
    else
      yield {
        id: node.body,
        at: { ...at, state: bindElement(node, { ...at, state }, refOf(iterable), element) },
      };
    return;
  }
  yield { id: node.body, at: { ...at, state: at.state.bind(node.to.root, element) } };
  yield { id: node.done, at };
  if (node.isAwait && iterable?.k !== 'ref') {
    yield { id: node.onThrow, at: thrown(flow, at, node.node, 'sure') };
  }
}

function refOf(value: Value | undefined): string {
  return value?.k === 'ref' ? value.id : '';
}

function elementsOf(at: Point, ref: string): Value | undefined {
  const flat = elementsIn(at.state, ref);
  if (flat.length === 0) return undefined;
  return flat.length === 1 ? flat[0] : { k: 'any', of: flat, every: true };
}

/** A map's element is a pair; its value is what counts. */
function bindElement(
  node: Each,
  at: Point,
  ref: string,
  element: Value | undefined,
): Point['state'] {
  if (at.state.heap.get(ref)?.get(KIND) === undefined) return at.state.bind(node.to.root, element);
  const pair = `${ref}p`;
  const members = new Map<string, Value>(element === undefined ? [] : [['1', element]]);
  const heap = new Map(at.state.heap).set(pair, members);
  return at.state.with({ heap }).bind(node.to.root, { k: 'ref', id: pair });
}
