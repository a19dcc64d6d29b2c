import type { Closer } from '../summary/closers.ts';
import { closersOf } from '../summary/closers.ts';
import type { Flow } from './flow.ts';
import { namesRelease } from './hand-over.ts';
import { leasesIn } from './reach.ts';
import type { State } from './state.ts';

/** How whoever holds an object gives the lease in it back. */
export interface WayOut {
  /** The object's own method for it. */
  readonly closer: string | undefined;
  /** What leads to the lease itself: `.client`. */
  readonly path: string;
}

/** What to do with an object that keeps a lease; asked only of those that a message may be about. */
export function findWayOut(flow: Flow, ref: string, id: string, state: State): WayOut {
  const closers = flow.session
    .aside(() => closersOf(flow, state, { k: 'ref', id: ref }, id))
    .filter(isWayOut);
  const closer = closers.find(({ name }) => namesEnd(name)) ?? closers[0];
  return { closer: closer?.name, path: pathTo(ref, id, state, new Set()) ?? '' };
}

/** What may fail before it releases uses the connection, unless its name says otherwise; a commit is no way out. */
function isWayOut({ name, isSure }: Closer): boolean {
  if (!/^[\w$]+$/.test(name) || /commit/i.test(name)) return false;
  return namesEnd(name) || isSure;
}

function namesEnd(name: string): boolean {
  return namesRelease(name) || /rollback|abort/i.test(name);
}

function pathTo(ref: string, id: string, state: State, seen: Set<string>): string | undefined {
  seen.add(ref);
  for (const [name, member] of state.heap.get(ref) ?? []) {
    if (!leasesIn(state, member).has(id)) continue;
    const step = /^\d+$/.test(name) ? `[${name}]` : `.${name}`;
    if (member.k === 'lease') return step;
    if (member.k !== 'ref' || seen.has(member.id)) continue;
    const rest = pathTo(member.id, id, state, seen);
    if (rest !== undefined) return `${step}${rest}`;
  }
  return undefined;
}
