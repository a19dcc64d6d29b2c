import { calledBack, forgetCallback, makeCallback } from './callbacks.ts';
import type { Call, Exit, Point } from './flow.ts';
import { invoke } from './invoke.ts';
import { isEnd, endLease } from './lease-calls.ts';
import type { TaskRunner } from './task-runners.ts';
import type { Uses } from './uses.ts';
import type { Value } from './values.ts';

/** One task, and the name of its result. */
export interface Task {
  readonly key: string;
  readonly body: Value | undefined;
}

/** How tasks came to their end on one path. */
export interface Run {
  readonly point: Point;
  readonly isError: boolean;
  /** What the next task, or the final callback, is called with. */
  readonly values: readonly (Value | undefined)[];
}

/** Paths kept apart between two tasks. */
const MAX_RUNS = 24;

/** Runs tasks one after the other; an error ends the run. */
export function runTasks(call: Call, runner: TaskRunner, tasks: readonly Task[]): readonly Run[] {
  const results = `tasks${call.step.node.range[0]}:${call.flow.graph.id}`;
  const heap = new Map(call.at.state.heap).set(results, new Map());
  const root = `$results ${results}!`;
  const state = call.at.state.with({ heap }).bind(root, { k: 'ref', id: results });
  const collected: Value = { k: 'ref', id: results };
  let going: readonly Run[] = [{ point: { ...call.at, state }, isError: false, values: [] }];
  const failed: Run[] = [];
  const stopped: Point[] = [];
  const { uses } = call.flow.session;
  for (const task of tasks) {
    // What the others do all the same is seen here, and leads to no end.
    for (const point of stopped) {
      uses.atOnce(() => runTask(call, task, { point, isError: false, values: [] }));
    }
    const { result: next, stops } = uses.stopsIn(() =>
      going.flatMap(run =>
        runTask(call, task, { ...run, values: passed(runner, run, collected) }).map(after =>
          keep(after, results, task),
        ),
      ),
    );
    if (runner.isAtOnce === true) stopped.push(...stops.slice(0, MAX_RUNS - stopped.length));
    failed.push(...next.filter(run => run.isError));
    going = distinct(next.filter(run => !run.isError));
  }
  return distinct([...failed, ...going]).map(run => ({
    ...run,
    point: { ...run.point, state: run.point.state.bind(root, undefined) },
    values: given(runner, run, collected),
  }));
}

function passed({ passes }: TaskRunner, run: Run, results: Value): Run['values'] {
  if (passes === 'previous') return run.values;
  return passes === 'named' ? [results] : Array.from({ length: passes });
}

function given(runner: TaskRunner, run: Run, results: Value): Run['values'] {
  if (runner.gives === 'none') return [];
  if (runner.gives === 'last') return run.isError ? [] : run.values;
  // `auto` and `parallel` also pass on what they have when they fail.
  return run.isError && runner.passes !== 'named' ? [] : [results];
}

function keep(run: Run, results: string, { key }: Task): Run {
  const [value] = run.values;
  if (run.isError || value === undefined) return run;
  const state = run.point.state.setMember(results, key, value);
  return { ...run, point: { ...run.point, state } };
}

function distinct(runs: readonly Run[]): readonly Run[] {
  const seen = new Map(runs.map(run => [`${run.isError} ${run.point.state.key}`, run]));
  return [...seen.values()].slice(0, MAX_RUNS);
}

/** The ends of one task; of a task that nothing is known of, both. */
function runTask(call: Call, { body }: Task, { point, values }: Run): readonly Run[] {
  if (body?.k === 'method' && body.of.k === 'lease' && isEnd(call.flow, body.of.id, body.name)) {
    const ended = endLease(call, body.of.id, body.name, point);
    return [{ point: ended, isError: false, values: [] }];
  }
  if (body?.k !== 'closure') return bothEnds(point);
  const ref = `callback${body.node.range[0]}:${call.flow.graph.id}`;
  const { state, callback } = makeCallback(point.state, ref);
  // The callback is the last parameter, however many results the task before it gave.
  const before = Math.max(0, body.node.params.length - 1);
  const args = [...Array.from({ length: before }, (_, index) => values[index]), callback];
  const exits = invoke(call.flow, body, args, { ...point, state });
  const ends = exits.flatMap(exit => endOf(call.flow.session.uses, exit, ref, body.node.async));
  // A task that hides how it calls back goes on.
  return ends.length > 0 ? ends : bothEnds(point).slice(0, 1);
}

function bothEnds(point: Point): readonly Run[] {
  return [
    { point, isError: false, values: [] },
    { point, isError: true, values: [] },
  ];
}

/** An async task calls nobody back; its promise tells. Exceptions of others end the process. */
function endOf(uses: Uses, exit: Exit, ref: string, isAsync: boolean): readonly Run[] {
  if (exit.kind === 'throw') return [];
  const end = calledBack(exit.state, ref);
  if (end === undefined && !isAsync) uses.noteStops([exit]);
  const point = { ...exit, state: forgetCallback(exit.state, ref) };
  if (end !== undefined) return [{ point, ...end }];
  if (!isAsync || exit.value?.k !== 'promise') return [];
  const { state, of } = exit.value;
  return [{ point, isError: state === 'rejected', values: [of] }];
}
