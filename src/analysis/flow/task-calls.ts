import { identifierName, propertyName } from '../../source/names.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { callBack, callbackAmong } from './callbacks.ts';
import { elementsIn } from './elements.ts';
import type { Call, Outcome } from './flow.ts';
import { gives } from './flow.ts';
import { isInteresting } from './interest.ts';
import type { Questions } from './questions.ts';
import { finish } from './task-ends.ts';
import type { TaskRunner } from './task-runners.ts';
import { mayRunTasks, taskRunnerOf } from './task-runners.ts';
import type { Task } from './task-runs.ts';
import { runTasks } from './task-runs.ts';
import { KIND } from './members.ts';
import type { Value } from './values.ts';
import { settled } from './values.ts';

/** The task runner that a call calls. */
export function taskRunnerAt(
  questions: Questions,
  file: SourceFile,
  node: Node,
): TaskRunner | undefined {
  if (node.type !== 'CallExpression') return undefined;
  const { callee } = node;
  const name = callee.type === 'MemberExpression' ? propertyName(callee) : identifierName(callee);
  // An import may have any name; a member has that of the runner.
  const isPossible = callee.type === 'Identifier' || (name !== undefined && mayRunTasks(name));
  return isPossible ? taskRunnerOf(questions.shapeOf(file, callee)) : undefined;
}

/** `async.waterfall(tasks, done)` and its like: the tasks run here, one after the other. */
export function callTasks(call: Call): Iterable<Outcome> | undefined {
  const { flow, step, args } = call;
  const hasFunctions = args.some(arg => arg?.k === 'closure' || arg?.k === 'ref');
  if (!hasFunctions) return undefined;
  const runner = taskRunnerAt(flow.session.questions, flow.graph.file, step.node);
  if (runner === undefined) return undefined;
  const position = args.findIndex(arg => arg?.k === 'closure' || arg?.k === 'ref');
  const tasks = tasksOf(call, runner, position);
  const isOwn = args.length - 1 > position;
  const all = isOwn ? [...tasks, { key: '', body: args.at(-1) }] : tasks;
  if (!all.some(({ body }) => isWorthIt(call, body))) return undefined;
  return run(call, runner, tasks, isOwn);
}

function* run(
  call: Call,
  runner: TaskRunner,
  tasks: readonly Task[],
  hasFinal: boolean,
): Generator<Outcome> {
  const runs = runTasks(call, runner, tasks);
  const callback = callbackAmong(call);
  if (hasFinal && callback === undefined) {
    yield* finish(call, runs);
    return;
  }
  for (const { point, isError, values } of runs) {
    if (callback !== undefined) {
      const state = callBack(point.state, callback, { isError, values });
      yield gives(call, undefined, { ...point, state });
    } else {
      yield gives(call, settled(isError ? 'rejected' : 'fulfilled', values[0]), point);
    }
  }
}

function isWorthIt({ flow, at }: Call, body: Value | undefined): boolean {
  if (body?.k === 'settle') return true;
  return body?.k === 'closure' && isInteresting(flow.session, body, [], at.state);
}

/** The tasks in the order of the source; what runs at once is told apart by nobody. */
function tasksOf(call: Call, { tasks }: TaskRunner, position: number): readonly Task[] {
  const { state } = call.at;
  const given = call.args[position];
  if (tasks === 'each' || given?.k !== 'ref') return [{ key: '0', body: given }];
  const members = [...(state.heap.get(given.id) ?? [])].filter(([key]) => key !== KIND);
  return members.flatMap(([key, value]) =>
    value.k === 'any'
      ? value.of.map((body, index) => ({ key: `${key}${index}`, body }))
      : [{ key, body: lastOf(call, value) }],
  );
}

/** `['conn', (results, callback) => …]`: behind its dependencies stands the task. */
function lastOf({ at }: Call, value: Value): Value | undefined {
  return value.k === 'ref' ? elementsIn(at.state, value.id).at(-1) : value;
}
