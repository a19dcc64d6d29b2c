import type { ShapeOf } from '../../evidence/shape.ts';
import type { Node } from '../../source/source-file.ts';
import { isWaitedFor } from '../../source/returned.ts';
import { functionAround } from '../../source/walk.ts';
import type { Questions } from '../flow/questions.ts';
import { unwrap } from '../lower/expressions.ts';
import { isCalledIn } from './given.ts';
import { storageCallOf, throughStorage } from './storage.ts';
import type { Work } from './work.ts';

type Called = ShapeOf<'function'>;
type CallNode = Extract<Node, { type: 'CallExpression' }>;

const MAX_HOPS = 4;

/**
 * What is left of a callback's work when a function is passed it: the function calls it, has a storage
 * call it, or waits for a function that it passes it on to. None when it does nothing of this.
 */
export function workPassed(
  questions: Questions,
  called: Called,
  position: number,
  works: readonly Work[],
  hops = MAX_HOPS,
): readonly Work[] {
  if (works.length === 0 || hops === 0) return [];
  const { file } = called;
  const passing = waitedCallsWith(called, position);
  const storing = passing
    .filter(([call, index]) => storageCallOf(questions, file, call)?.callback === index)
    .flatMap(([call]) => [call, ...callsAround(call, called.node)]);
  // A plain call beside it is for when the storage is full already.
  const isPlain = isCalledIn(file, called.node, position);
  const byStorage = storing.filter(call => !isPlain || isRun(questions, called, call));
  if (byStorage.length > 0) {
    return byStorage.reduce<readonly Work[]>(
      (left, call) => left.flatMap(work => throughStorage(questions, file, call, work)),
      works,
    );
  }
  if (isPlain) return works;
  for (const [call, index] of passing) {
    const next = questions.shapeOf(file, unwrap(call.callee));
    if (next?.kind !== 'function') continue;
    const left = workPassed(questions, next, index, works, hops - 1);
    if (left.length > 0) return left;
  }
  return [];
}

function isRun(questions: Questions, { file }: Called, call: Node): boolean {
  return storageCallOf(questions, file, call)?.method === 'run';
}

/** `outer.exit(() => inner.exit(work))`: the calls of a function whose callbacks a call stands in. */
function callsAround(call: Node, owner: Node): readonly Node[] {
  const around: Node[] = [];
  for (let inner = functionAround(call); inner && inner !== owner; inner = functionAround(inner)) {
    if (inner.parent) around.push(inner.parent);
  }
  return around;
}

/** The calls that a function passes its parameter to and waits for, and the place there. */
function waitedCallsWith(
  { file, node }: Called,
  position: number,
): readonly (readonly [CallNode, number])[] {
  const parameter = node.params[position];
  const variable = parameter?.type === 'Identifier' ? file.variableOf(parameter) : undefined;
  return (variable?.references ?? []).flatMap(({ identifier }) => {
    const call = identifier.parent;
    if (call?.type !== 'CallExpression' || !isWaitedFor(call)) return [];
    const index = call.arguments.findIndex(one => one === identifier);
    return index === -1 ? [] : [[call, index] as const];
  });
}
