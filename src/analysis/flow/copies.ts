import type { Graph, Operand, Step, Test } from '../graph.ts';
import { keyOf } from '../graph.ts';
import type { Point } from './flow.ts';

/**
 * `let client = given`: where both are asked later whether they are there, they are told apart here, so
 * that they have one answer.
 */
export function copied(graph: Graph, step: Step, at: Point): readonly Point[] {
  if (step.op !== 'set' || step.from.kind !== 'place') return [at];
  const { to, from } = step;
  if (at.state.valueOf(from, graph.file) !== undefined) return [at];
  const asked = askedIn(graph);
  if (!asked.has(keyOf(to)) || !asked.has(keyOf(from))) return [at];
  return (['truthy', 'falsy'] as const).map(k => ({ ...at, state: at.state.write(from, { k }) }));
}

const known = new WeakMap<Graph, ReadonlySet<string>>();

/** The keys that branches of a graph ask about. */
function askedIn(graph: Graph): ReadonlySet<string> {
  const found = known.get(graph) ?? new Set(graph.nodes.flatMap(keysAsked));
  known.set(graph, found);
  return found;
}

function keysAsked(node: Graph['nodes'][number]): readonly string[] {
  if (node.kind !== 'branch') return [];
  return operandsOf(node.test).flatMap(one => (one.kind === 'place' ? [keyOf(one)] : []));
}

function operandsOf(test: Test): readonly Operand[] {
  switch (test.kind) {
    case 'truthy':
    case 'nullish':
      return [test.value];
    case 'equal':
      return [test.left, test.right];
    default:
      return [];
  }
}
