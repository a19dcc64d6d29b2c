import { argumentPlace } from '../graph.ts';
import type { Graph } from '../graph.ts';
import { standsIn } from '../../source/walk.ts';
import type { Exit, Flow, Point } from './flow.ts';
import { isAsync } from './flow.ts';
import { freeRoots } from './mentions.ts';
import { leasesIn } from './reach.ts';
import { run } from './run.ts';
import { leaveRunning } from './running.ts';
import type { State } from './state.ts';
import type { Closure, Value } from './values.ts';
import { settled } from './values.ts';

const MAX_DEPTH = 8;

/**
 * Runs a function's body where it is called and gives its exits.
 *
 * Captured variables are shared places, so the body sees and changes the caller's leases. An async
 * function always returns: its exception is a rejected promise.
 */
export function invoke(
  flow: Flow,
  closure: Closure,
  args: readonly (Value | undefined)[],
  at: Point,
): readonly Exit[] {
  const { session, depth } = flow;
  if (!canInvoke(flow, closure)) return [{ ...at, kind: 'return', value: undefined }];
  if (isLeftOut(flow, closure)) {
    return [{ ...at, state: giveUp(flow, closure, args, at), kind: 'return', value: undefined }];
  }
  const graph = session.graphs.of(closure.file, closure.node);
  session.enter(graph);
  session.holds.noteRun(closure.node);
  session.trail?.enter(closure, args, at.state);
  let { state } = at;
  for (const [index, value] of args.entries()) {
    state = state.bind(argumentPlace(graph.id, index).root, value);
  }
  const exits = session.within(closure.node, () =>
    run({ session, graph, depth: depth + 1, ...callerOf(flow) }, { state, trace: at.trace }),
  );
  session.trail?.leave(closure, at.state, exits);
  return exits.map(exit => leaveBody(flow, graph, closure, exit));
}

/** Where a body runs, for those who ask how it came to be called. */
function callerOf(flow: Flow): Pick<Flow, 'caller'> {
  return flow.calling === undefined ? {} : { caller: { flow, node: flow.calling } };
}

/** Whether a body can run here: recursion, generators and deep nesting are not followed. */
export function canInvoke(flow: Flow, closure: Closure): boolean {
  const isTooDeep = flow.depth >= MAX_DEPTH;
  return !isTooDeep && !flow.session.isActive(closure.node) && !closure.node.generator;
}

/** Whether a function stands outside of a root that is run with less depth, and is too far from it. */
function isLeftOut({ session, ...flow }: Flow, { node }: Closure): boolean {
  const { root } = session;
  const { outside } = session.steps;
  if (outside === undefined || root === undefined || standsIn(node, root)) return false;
  let depth = standsIn(flow.graph.owner, root) ? 0 : 1;
  for (let { caller } = flow; caller !== undefined; caller = caller.flow.caller) {
    if (!standsIn(caller.flow.graph.owner, root)) depth++;
  }
  return depth >= outside;
}

/** What a function is left with that is not run may be released there: nobody asks for it any more. */
function giveUp(
  { session }: Flow,
  { file, node }: Closure,
  args: readonly (Value | undefined)[],
  { state }: Point,
): State {
  const roots = freeRoots(file, node, session.graphs.fileKey(file));
  const known = [...state.env].flatMap(([key, value]) =>
    roots.includes(key.split('.', 1)[0] ?? key) ? [value] : [],
  );
  const reached = [...args, ...known].flatMap(value => [...leasesIn(state, value)]);
  const live = reached.filter(id => state.statusOf(id) === 'live');
  return live.reduce((next, id) => next.setStatus(id, 'moved'), state);
}

function leaveBody(flow: Flow, graph: Graph, closure: Closure, exit: Exit): Exit {
  const state = leaveRunning(forgetOwn(flow, graph, exit), graph);
  if (!isAsync(closure.node)) return { ...exit, state };
  const isRejected = exit.kind === 'throw';
  const value = settled(isRejected ? 'rejected' : 'fulfilled', isRejected ? undefined : exit.value);
  return { ...exit, state, kind: 'return', value };
}

/** Drops the body's temporaries, arguments, result and variables, unless a closure keeps them. */
function forgetOwn(flow: Flow, graph: Graph, exit: Exit): Exit['state'] {
  const plan = flow.session.graphs.planOf(graph);
  const own = [...exit.state.env.keys()].filter(key => {
    const dot = key.indexOf('.');
    return plan.owns(dot === -1 ? key : key.slice(0, dot));
  });
  if (own.length === 0) return exit.state;
  const env = new Map(exit.state.env);
  for (const key of own) env.delete(key);
  return exit.state.with({ env });
}
