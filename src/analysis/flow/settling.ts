import type { Call, Outcome, Point } from './flow.ts';
import { gives } from './flow.ts';
import { leasesIn } from './reach.ts';
import { runsIn } from './together.ts';
import { unborn } from './transfer.ts';
import type { Value } from './values.ts';
import { fulfilledWith, literal, promisesIn, settled, waitingFor } from './values.ts';

/** Ways in which the members of one list can turn out; above it, the others are taken as fulfilled. */
const MAX_WAYS = 8;

/**
 * `Promise.allSettled`: it never rejects, and each result says how its member turned out.
 *
 * Members that acquire turn out both ways, each independently of the others.
 */
export function* settleAll(call: Call, list: Value | undefined, ref: string): Generator<Outcome> {
  if (list?.k !== 'ref') {
    yield gives(call, settled('fulfilled', undefined));
    return;
  }
  const { state } = call.at;
  let points: readonly Point[] = [{ ...call.at, state: state.setMembers(ref, new Map()) }];
  for (const [key, value] of state.heap.get(list.id) ?? []) {
    const isCrowded = points.length >= MAX_WAYS;
    points = points.flatMap(point => turnOut(point, ref, key, value, isCrowded));
  }
  const value = waitingFor(settled('fulfilled', { k: 'ref', id: ref }), runsIn(state, list));
  for (const point of points) yield gives(call, value, point);
}

function turnOut(
  at: Point,
  ref: string,
  key: string,
  member: Value,
  isCrowded: boolean,
): readonly Point[] {
  const found = fulfilledWith(member);
  // One result stands for all that a loop put into the list.
  const value = found?.k === 'any' ? { ...found, every: true } : found;
  const put = (point: Point, result: Readonly<Record<string, Value | undefined>>): Point => {
    let { state } = point;
    const id = `${ref}/${key}`;
    state = state.setMember(ref, key, { k: 'ref', id });
    for (const [name, part] of Object.entries(result)) state = state.setMember(id, name, part);
    return { ...point, state };
  };
  if (leasesIn(at.state, value).size === 0) return [put(at, { value })];
  const fulfilled = put(at, { status: literal('fulfilled'), value, reason: literal(undefined) });
  const births = promisesIn(member);
  if (isCrowded || births.every(promise => promise.births.length === 0)) return [fulfilled];
  const failed = births.reduce((point, promise) => unborn(point, promise), at);
  const reason: Value = { k: 'truthy' };
  return [
    fulfilled,
    put(failed, { status: literal('rejected'), value: literal(undefined), reason }),
  ];
}
