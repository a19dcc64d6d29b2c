import { isHandedOn } from './exits.ts';
import type { Call, Exit, Outcome, Point } from './flow.ts';
import { gives } from './flow.ts';
import { invoke } from './invoke.ts';
import { leasesIn } from './reach.ts';
import type { Run } from './task-runs.ts';
import type { Value } from './values.ts';
import { literal } from './values.ts';

/** A way out of the final callback. */
interface End {
  readonly run: Run;
  readonly exit: Exit;
}

/**
 * The final callback of a task runner. What it leaves open, and what no path of it releases, is judged
 * where it ends: nobody comes after it.
 */
export function* finish(call: Call, runs: readonly Run[]): Generator<Outcome> {
  const final = call.args.at(-1);
  const ends =
    final?.k === 'closure'
      ? runs.flatMap(run => callFinal(call, final, run))
      : runs.map(run => ({ run, exit: handToUnseen(call, run) }));
  const decided = decidedIn(call, ends);
  for (const end of ends) {
    let { state } = end.exit;
    for (const id of decided) {
      if (state.statusOf(id) !== 'live') continue;
      noteOpen(call, final, end, id);
      state = state.setStatus(id, 'moved');
    }
    yield gives(call, undefined, { ...end.exit, state });
  }
}

function callFinal(call: Call, final: Extract<Value, { k: 'closure' }>, run: Run): readonly End[] {
  const error: Value = run.isError ? { k: 'truthy' } : literal(null);
  return invoke(call.flow, final, [error, ...run.values], run.point)
    .filter(exit => exit.kind !== 'throw')
    .map(exit => ({ run, exit }));
}

/** A callback nobody can see into gets the results, and with them what they hold. */
function handToUnseen(call: Call, { point, isError, values }: Run): Exit {
  let { state } = point;
  const given = isError ? [] : values.flatMap(value => [...leasesIn(state, value)]);
  // What a call made of the callback may release as well.
  const { node } = call.step;
  const last = node.type === 'CallExpression' ? node.arguments.at(-1) : undefined;
  const isMade = last?.type === 'CallExpression';
  for (const id of isMade ? state.leases.keys() : given) {
    if (state.statusOf(id) !== 'live') continue;
    call.flow.session.notes.giveAway(id);
    call.flow.session.calledBack.note();
    state = state.setStatus(id, 'moved');
  }
  return { ...point, state, kind: 'return', value: undefined };
}

/** The leases whose end the final callback decides: those born in a task, and those that it releases somewhere. */
function decidedIn(call: Call, ends: readonly End[]): ReadonlySet<string> {
  const decided = new Set<string>();
  for (const { exit } of ends) {
    for (const [id, status] of exit.state.leases) {
      const isBorn = !call.at.state.leases.has(id);
      const wasOpen = call.at.state.statusOf(id) === 'live';
      if (isBorn || (wasOpen && status !== 'live')) decided.add(id);
    }
  }
  return decided;
}

function noteOpen(call: Call, final: Value | undefined, { run, exit }: End, id: string): void {
  const { flow } = call;
  const graph =
    final?.k === 'closure' ? flow.session.graphs.of(final.file, final.node) : flow.graph;
  const before: Point = run.point;
  if (isHandedOn({ ...flow, graph }, exit, id, before.state)) return;
  flow.session.notes.openExit(id, exit, graph);
}
