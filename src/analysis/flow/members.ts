import type { Value } from './values.ts';
import { elementsOf } from './values.ts';

/** The members of an object, or what the program marks a lease with. */
export type Members = ReadonlyMap<string, Value>;

/** The member that says which container an object is. */
export const KIND = '@kind';

/** What some member of an object is. */
export function onlyOf(members: Members | undefined): Value | undefined {
  const values = [...(members ?? [])].filter(([key]) => key !== KIND).map(([, value]) => value);
  const [first] = values;
  if (first === undefined || values.length === 1) return first;
  return { k: 'any', of: values.flatMap(elementsOf), every: false };
}
