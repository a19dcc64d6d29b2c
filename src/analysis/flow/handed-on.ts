import { handedOn } from '../work/expression.ts';
import type { Call } from './flow.ts';
import { heldIn, noteWork } from './held.ts';
import type { State } from './state.ts';
import type { Closure } from './values.ts';

/** Notes what a callback gives without awaiting it: whoever calls it back waits for that, with what is held there. */
export function noteHandedOn({ flow, step }: Call, body: Closure, state: State): void {
  const { session } = flow;
  if (session.notes.isQuiet) return;
  const held = heldIn(flow, state);
  if (held.length === 0) return;
  const graph = session.graphs.of(body.file, body.node);
  const inner = { ...flow, graph, caller: { flow, node: step.node } };
  for (const node of handedOn(body.node)) {
    noteWork(inner, node, held, session.holds.workOf(body.file, node));
  }
}
