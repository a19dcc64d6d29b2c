import type { Node } from '../../source/source-file.ts';
import type { Tier } from '../facts.ts';
import type { Call, Flow, Outcome, Point } from './flow.ts';
import { after } from './trace.ts';

/** A point behind an exception of a step. */
export function thrown(flow: Flow, at: Point, node: Node, tier: Tier): Point {
  const event = { kind: 'throw', file: flow.graph.file, node, tier } as const;
  return { state: at.state, trace: after(at.trace, event) };
}

/** The exceptional outcome of a call, if it may throw; unlikely throws are left out unless asked for. */
export function* mayThrow(call: Call, tier: Tier | undefined): Generator<Outcome> {
  if (tier === undefined) return;
  if (tier === 'possible' && !call.flow.session.considersPossible) return;
  yield { ...thrown(call.flow, call.at, call.step.node, tier), thrown: true };
}
