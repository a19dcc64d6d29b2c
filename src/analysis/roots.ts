import type { FunctionNode, Node, SourceFile } from '../source/source-file.ts';

import { acquiresAt, callsIn } from './flow/interest.ts';
import type { Session } from './flow/session.ts';
import { taskRunnerAt } from './flow/task-calls.ts';
import { functionAround, isFunction, isWithin } from '../source/walk.ts';

/** A function, or the file's top level, that is analysed on its own. */
export type Root = FunctionNode | SourceFile['program'];

/**
 * The functions to analyse: those that acquire, directly or through a helper.
 *
 * The executor of `new Promise` is part of the function around it: what it resolves with is that
 * function's affair. So are the tasks that it lists for a task runner.
 */
export function findRoots(session: Session, file: SourceFile): readonly Root[] {
  const calls = callsIn(file.program);
  session.questions.prepare(
    file,
    calls.flatMap(call => receiverOf(session, call)),
  );
  const isHold = (call: Node): boolean =>
    acquiresAt(session, file, call) || session.questions.scopesIn(file, call);
  const holds = calls.filter(isHold);
  if (holds.length === 0) return [];
  const runners = calls.filter(call => isTaskList(session, file, call));
  const roots = new Set(holds.map(call => rootAround(file, call, runners)));
  // Tasks that have a name of their own run where they are listed.
  for (const runner of runners) {
    const root = rootAround(file, runner, runners);
    if (holds.some(call => isWithin(root, call))) roots.add(root);
  }
  return [...roots];
}

function isTaskList(session: Session, file: SourceFile, call: Node): boolean {
  return taskRunnerAt(session.questions, file, call)?.tasks === 'list';
}

/** What a type checker has to know: the object on which a method with an acquire's name is called. */
function receiverOf(session: Session, call: Node): readonly Node[] {
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return [];
  const { object, property } = call.callee;
  return property.type === 'Identifier' && session.questions.isHoldName(property.name)
    ? [object]
    : [];
}

function rootAround(file: SourceFile, call: Node, runners: readonly Node[]): Root {
  let owner = functionAround(call);
  while (isFunction(owner) && (isExecutor(owner) || isTask(owner, runners))) {
    owner = functionAround(owner);
  }
  return isFunction(owner) ? owner : file.program;
}

/** Whether a function stands in what a task runner is passed. */
function isTask(owner: FunctionNode, runners: readonly Node[]): boolean {
  return runners.some(
    runner =>
      runner.type === 'CallExpression' && runner.arguments.some(arg => isWithin(arg, owner)),
  );
}

function isExecutor(owner: FunctionNode): boolean {
  const { parent } = owner;
  return (
    parent.type === 'NewExpression' &&
    parent.callee.type === 'Identifier' &&
    parent.callee.name === 'Promise'
  );
}
