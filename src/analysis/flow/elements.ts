import type { State } from './state.ts';
import { KIND } from './members.ts';
import type { Value } from './values.ts';
import { elementsOf } from './values.ts';

/** The longest list of objects whose loops are followed round by round. */
const MAX_ROUNDS = 8;

/** The elements of a collection. */
export function elementsIn(state: State, ref: string): readonly Value[] {
  return membersIn(state, ref).flatMap(([, item]) => elementsOf(item));
}

/**
 * What a loop over a collection sees, round by round.
 *
 * A collection of leases is one round that stands for all of them. Only a list of a few objects has a
 * round for each: what is true of one object need not be true of the next.
 */
export function roundsOf(state: State, ref: string): readonly Value[] {
  const members = membersIn(state, ref);
  const isApart = members.every(([key, item]) => /^\d+$/.test(key) && item.k === 'ref');
  if (isApart && members.length <= MAX_ROUNDS) return members.map(([, item]) => item);
  const flat = elementsIn(state, ref);
  const [only] = flat;
  return only !== undefined && flat.length === 1 ? [only] : [{ k: 'any', of: flat, every: true }];
}

function membersIn(state: State, ref: string): readonly (readonly [string, Value])[] {
  return [...(state.heap.get(ref) ?? [])].filter(([key]) => key !== KIND);
}
