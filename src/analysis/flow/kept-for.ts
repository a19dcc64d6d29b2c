import type { LeaseType } from '../../drivers/driver.ts';
import { propertyName } from '../../source/names.ts';
import { eventOf } from './continuation.ts';
import type { Call } from './flow.ts';

/** Listening for notifications is what a process does from its start; in a handler it leaks with each call. */
export function isForGood(call: Call, { keptFor }: LeaseType): boolean {
  const event = eventOf(call);
  return event !== undefined && (keptFor?.includes(event) ?? false) && !isHandler(call);
}

/** Whether the function that runs is passed to another, which is no acquire or promise that calls it back once. */
function isHandler({ flow }: Call): boolean {
  const { file, owner } = flow.graph;
  const outer = owner.parent;
  if (outer?.type !== 'CallExpression' || outer.callee === owner) return false;
  if (outer.callee.type !== 'MemberExpression') return true;
  if (propertyName(outer.callee) === 'then') return false;
  return flow.session.questions.acquireOf(file, outer) === undefined;
}
