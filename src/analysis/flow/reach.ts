import type { State } from './state.ts';
import type { Value } from './values.ts';

/** The leases that a value holds: itself, in a promise, in an object, or as a method taken off it. */
export function leasesIn(state: State, value: Value | undefined): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (part: Value | undefined): void => {
    switch (part?.k) {
      case 'lease':
        found.add(part.id);
        return;
      case 'promise':
      case 'method':
        visit(part.of);
        return;
      case 'any':
        part.of.forEach(visit);
        return;
      case 'ref':
      case 'settle': {
        const ref = part.k === 'ref' ? part.id : part.ref;
        if (seen.has(ref)) return;
        seen.add(ref);
        state.heap.get(ref)?.forEach(visit);
      }
    }
  };
  visit(value);
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
  const seen = new Set<string>();
  const visit = (part: Value | undefined): void => {
    if (part?.k === 'closure') found.push(part);
    else if (part?.k === 'promise') visit(part.of);
    else if (part?.k === 'ref' || part?.k === 'settle') {
      const ref = part.k === 'ref' ? part.id : part.ref;
      if (seen.has(ref)) return;
      seen.add(ref);
      state.heap.get(ref)?.forEach(visit);
    }
  };
  visit(value);
  return found;
}
