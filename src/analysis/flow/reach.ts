import type { State } from './state.ts';
import type { Value } from './values.ts';

/** Visits a value and all it holds: in promises, collections, objects, and behind methods taken off it. */
export function eachPart(
  state: State,
  value: Value | undefined,
  see: (part: Value) => void,
  seen = new Set<string>(),
): void {
  if (value === undefined) return;
  see(value);
  if (value.k === 'promise' || value.k === 'method') eachPart(state, value.of, see, seen);
  else if (value.k === 'any') for (const item of value.of) eachPart(state, item, see, seen);
  else if (value.k === 'ref' || value.k === 'settle' || value.k === 'lease') {
    // A lease has members where it was given its own disposer.
    const ref = value.k === 'settle' ? value.ref : value.id;
    if (seen.has(ref)) return;
    seen.add(ref);
    state.heap.get(ref)?.forEach(member => eachPart(state, member, see, seen));
  }
}

/** The leases that a value holds: itself, in a promise, in an object, or as a method taken off it. */
export function leasesIn(state: State, value: Value | undefined): ReadonlySet<string> {
  const found = new Set<string>();
  eachPart(state, value, part => {
    if (part.k === 'lease') found.add(part.id);
  });
  return found;
}

/** Whether a promise under construction was resolved with a lease. */
export function isResolvedWith(state: State, id: string): boolean {
  for (const value of state.env.values()) {
    if (value.k === 'settle' && leasesIn(state, value).has(id)) return true;
  }
  return false;
}

/** The closures that a value holds. */
export function closuresIn(
  state: State,
  value: Value | undefined,
): readonly Extract<Value, { k: 'closure' }>[] {
  const found: Extract<Value, { k: 'closure' }>[] = [];
  eachPart(state, value, part => {
    if (part.k === 'closure') found.push(part);
  });
  return found;
}
