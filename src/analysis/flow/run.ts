import { resultPlace } from '../graph.ts';
import type { GraphNode, NodeId } from '../graph.ts';
import { copied } from './copies.ts';
import { each } from './each.ts';
import { noteGuard } from './guards.ts';
import type { Exit, Flow, Outcome, Point } from './flow.ts';
import { normalise, withoutDeadTemporaries } from './normalise.ts';
import { after, isBlurred, lastStep } from './trace.ts';
import { transfer } from './transfer.ts';
import { decide } from './decide.ts';

interface Task {
  readonly id: NodeId;
  readonly at: Point;
}

/** Values in a state above which dead temporaries are dropped between joins too. */
const CROWDED = 12;

/** States kept apart at one node; above it, conditions are forgotten so that paths meet again. */
const MAX_STATES = 24;

/**
 * Runs all paths of a graph from a point and gives its exits.
 *
 * Paths with equal states meet; the first one to arrive is the witness. Joins forget what no later
 * step reads. The session's budget bounds the work.
 */
export function run(flow: Flow, start: Point): readonly Exit[] {
  const { graph, session } = flow;
  const plan = session.graphs.planOf(graph);
  const seen: (Set<string> | undefined)[] = [];
  const exits: Exit[] = [];
  const queue: Task[] = [{ id: graph.entry, at: start }];
  for (let index = 0; index < queue.length; index++) {
    const task = queue[index];
    const node = task && graph.nodes[task.id];
    if (task === undefined || node === undefined) continue;
    if (!session.spend(graph, task.at.state)) break;
    let { at } = task;
    if (plan.isJoin(task.id)) {
      const known = (seen[task.id] ??= new Set());
      const widened = known.size >= MAX_STATES;
      if (widened && !isBlurred(at.trace)) at = { ...at, trace: after(at.trace, { kind: 'blur' }) };
      at = { ...at, state: normalise(at.state, { session, plan, id: task.id }, widened) };
      const key = node.kind === 'exit' && flow.depth === 0 ? exitKey(at) : at.state.key;
      if (known.has(key)) continue;
      if (known.size >= 2 * MAX_STATES) continue;
      known.add(key);
    } else if (at.state.env.size > CROWDED) {
      at = { ...at, state: withoutDeadTemporaries(at.state, plan, task.id) };
    }
    if (node.kind === 'exit') exits.push(toExit(flow, node.exit, at));
    else for (const next of nextTasks(flow, task.id, node, at)) queue.push(next);
  }
  return exits;
}

/** Ways out of a root are told apart by their last step too: the best witness of each is worth having. */
function exitKey({ state, trace }: Point): string {
  const last = lastStep(trace);
  return `${state.key} ${last && 'node' in last ? last.node.range[0] : undefined}`;
}

function toExit(flow: Flow, kind: Exit['kind'], at: Point): Exit {
  const value = kind === 'return' ? at.state.read(resultPlace(flow.graph.id)) : undefined;
  return { ...at, kind, value };
}

function* nextTasks(flow: Flow, id: NodeId, node: GraphNode, at: Point): Generator<Task> {
  switch (node.kind) {
    case 'step':
      for (const from of copied(flow.graph, node.step, at)) {
        for (const outcome of transfer(flow, node.step, from)) yield toTask(node, outcome);
      }
      return;
    case 'branch':
      noteGuard(flow, id, at.state);
      for (const [outcome, state] of decide(flow, node.test, at.state)) {
        yield { id: outcome ? node.yes : node.no, at: { ...at, state } };
      }
      return;
    case 'each':
      yield* each(flow, id, node, at);
      return;
    case 'join':
      yield { id: node.next, at };
  }
}

function toTask(node: Extract<GraphNode, { kind: 'step' }>, outcome: Outcome): Task {
  const { state, trace } = outcome;
  return { id: outcome.thrown ? node.onThrow : node.next, at: { state, trace } };
}
