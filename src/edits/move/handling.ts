import type { Node } from '../../source/source-file.ts';
import { isMentionedIn } from '../statements.ts';
import type { WorkSpot } from './spot.ts';
import { callsIn, methodOf } from './steps.ts';

type Try = Extract<Node, { type: 'TryStatement' }>;

/** Whether a `catch` only undoes what the connection did, and throws what it caught. */
export function passesOn(
  { param, body }: NonNullable<Try['handler']>,
  { connection }: WorkSpot,
): boolean {
  const last = body.body.at(-1);
  const throwsOn =
    last?.type === 'ThrowStatement' &&
    last.argument.type === 'Identifier' &&
    param?.type === 'Identifier' &&
    last.argument.name === param.name;
  const others = body.body.slice(0, -1);
  return (
    throwsOn && others.every(one => connection !== undefined && isMentionedIn(connection, one))
  );
}

/** Whether a statement gives the connection back by a call of its own, or in some branch. */
export function releases(node: Node, { connection }: WorkSpot, names: readonly string[]): boolean {
  return callsIn(node).some(call => {
    const isNamed = names.includes(methodOf(call) ?? '');
    return isNamed && connection !== undefined && isMentionedIn(connection, call.callee);
  });
}
