import type { FunctionNode, Node, SourceFile } from '../source/source-file.ts';

import { acquiresAt, callsIn } from './flow/interest.ts';
import type { Session } from './flow/session.ts';
import { functionAround, isFunction } from '../source/walk.ts';

/** A function, or the file's top level, that is analysed on its own. */
export type Root = FunctionNode | SourceFile['program'];

/**
 * The functions to analyse: those that acquire, directly or through a helper.
 *
 * The executor of `new Promise` is part of the function around it: what it resolves with is that
 * function's affair.
 */
export function findRoots(session: Session, file: SourceFile): readonly Root[] {
  const calls = callsIn(file.program);
  session.questions.prepare(
    file,
    calls.flatMap(call => receiverOf(session, call)),
  );
  const roots = new Set<Root>();
  for (const call of calls) {
    if (acquiresAt(session, file, call) || session.questions.scopesIn(file, call)) {
      roots.add(rootAround(file, call));
    }
  }
  return [...roots];
}

/** What a type checker has to know: the object on which a method with an acquire's name is called. */
function receiverOf(session: Session, call: Node): readonly Node[] {
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return [];
  const { object, property } = call.callee;
  return property.type === 'Identifier' && session.questions.isHoldName(property.name)
    ? [object]
    : [];
}

function rootAround(file: SourceFile, call: Node): Root {
  let owner = functionAround(call);
  while (isFunction(owner) && isExecutor(owner)) owner = functionAround(owner);
  return isFunction(owner) ? owner : file.program;
}

function isExecutor(owner: FunctionNode): boolean {
  const { parent } = owner;
  return (
    parent.type === 'NewExpression' &&
    parent.callee.type === 'Identifier' &&
    parent.callee.name === 'Promise'
  );
}
