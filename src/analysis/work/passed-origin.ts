import type { Node, SourceFile } from '../../source/source-file.ts';
import { isFunction } from '../../source/walk.ts';
import type { Questions } from '../flow/questions.ts';
import { isLease } from './borrowers.ts';
import { isFilledByCallers } from './filled.ts';
import type { Origin } from './pool-work.ts';
import { isHandle } from './there.ts';

/** A call, and the function that it calls. */
interface Passing {
  readonly file: SourceFile;
  readonly call: Node;
  readonly called: { readonly file: SourceFile; readonly owner: Node };
}

/**
 * `withClient(pool, work)`: a pool that is a parameter of a function is, for whoever calls it, what is passed.
 * `undefined` where that is a connection and no pool. What may be either stays a parameter.
 */
export function passedOrigin(
  questions: Questions,
  origin: Origin,
  { file, call, called }: Passing,
): Origin | undefined {
  const position = positionOf(origin, called);
  if (position === -1 || call.type !== 'CallExpression') return origin;
  const before = call.arguments.slice(0, position + 1);
  const argument = call.arguments[position];
  if (argument === undefined || before.some(({ type }) => type === 'SpreadElement')) return origin;
  const shape = questions.shapeOf(file, argument);
  if (isLease(shape) || isHandle(questions, file, argument)) return undefined;
  const identity = questions.identityOf(file, argument);
  const isOpen = identity === undefined || isFilledByCallers(questions, file, argument);
  // Two calls may well pass two pools: one that is not known is known by its place.
  if (isOpen) return { ...origin, identity: parameterAt(file, argument) };
  return { ...origin, identity, isPassed: true };
}

/** Which parameter of a function an origin is. */
function positionOf({ identity }: Origin, { file, owner }: Passing['called']): number {
  if (!isFunction(owner) || identity?.startsWith('parameter ') !== true) return -1;
  return owner.params.findIndex(one => identity === parameterAt(file, nameOf(one)));
}

function parameterAt({ path }: SourceFile, { range: [start] }: Node): string {
  return `parameter ${path}:${start}`;
}

function nameOf(parameter: Node): Node {
  return parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
}
