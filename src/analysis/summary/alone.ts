import type { FunctionNode } from '../../source/source-file.ts';
import type { Exit, Flow } from '../flow/flow.ts';
import { selfRoot } from '../flow/objects.ts';
import { run } from '../flow/run.ts';
import type { SessionOptions } from '../flow/session.ts';
import { Session } from '../flow/session.ts';
import { State } from '../flow/state.ts';
import type { Handing } from '../flow/trail.ts';
import type { Value } from '../flow/values.ts';
import type { Probe, Slot } from './probes.ts';
import { probesOf, startWith } from './probes.ts';

type Closure = Extract<Value, { k: 'closure' }>;

/** A function's run on its own: where it started, how it ended, and to whom it handed connections. */
export interface Alone {
  readonly flow: Flow;
  readonly node: FunctionNode;
  readonly probes: readonly Probe[];
  readonly before: State;
  readonly exits: readonly Exit[];
  readonly handings: readonly Handing[];
  readonly isComplete: boolean;
}

/**
 * Runs a function as if nobody had called it, in a session of its own: what it notes is nobody
 * else's, while graphs and evidence are shared.
 */
export function runAlone(options: SessionOptions, closure: Closure, given: readonly Slot[]): Alone {
  const session = new Session({ ...options, keepsTrail: true });
  const { file, node } = closure;
  session.begin(node);
  const graph = session.graphs.of(file, node);
  const flow: Flow = { session, graph, depth: 0 };
  const probes = probesOf(session, closure, given);
  const empty = underConstruction(session, closure);
  const before = startWith(empty, probes, true);
  const starts = [before];
  // Where a connection may be missing, the function may get one itself.
  if (probes.some(one => one.isOptional)) starts.push(startWith(empty, probes, false));
  const exits = starts.flatMap(state =>
    session.within(node, () => run(flow, { state, trace: undefined })),
  );
  const handings = session.trail?.handings ?? [];
  return { flow, node, probes, before, exits, handings, isComplete: session.exhausted.size === 0 };
}

/** The state in which a function starts: a constructor has its object, whose fields are still empty. */
function underConstruction(session: Session, { file, node }: Closure): State {
  const { parent } = node;
  if (parent.type !== 'MethodDefinition' || parent.kind !== 'constructor') return new State();
  const known = { file, node: parent.parent.parent };
  const id = 'ref this';
  session.sites.nameClass(id, known);
  const state = new State().with({ heap: new Map([[id, new Map()]]) });
  return state.bind(selfRoot({ flow: { session } }, known), { k: 'ref', id });
}

/** Whether a way out is an exception, or a promise that rejects. */
export function isThrown({ kind, value }: Exit): boolean {
  return kind === 'throw' || (value?.k === 'promise' && value.state === 'rejected');
}
