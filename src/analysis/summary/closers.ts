import type { Flow, Point } from '../flow/flow.ts';
import { invoke } from '../flow/invoke.ts';
import { isEnd } from '../flow/lease-calls.ts';
import { methodsOf, selfRoot } from '../flow/objects.ts';
import { KIND } from '../flow/members.ts';
import type { State } from '../flow/state.ts';
import type { Value } from '../flow/values.ts';

/** A member that releases a lease when it is called. */
export interface Closer {
  /** As the source calls it; `''` for a function that is the value itself. */
  readonly name: string;
  /** Whether it releases on every way out. */
  readonly isSure: boolean;
}

/** The members of a value that release a lease when they are called. */
export function closersOf(
  flow: Flow,
  state: State,
  value: Value | undefined,
  id: string,
): readonly Closer[] {
  if (value === undefined) return [];
  if (value.k !== 'ref') return toClosers('', exitsOf(flow, state, value, id), id);
  const members = [...(state.heap.get(value.id) ?? [])]
    .filter(([name]) => name !== KIND)
    .flatMap(([name, member]) => toClosers(wordKey(name), exitsOf(flow, state, member, id), id));
  const known = flow.session.sites.classOf(value.id);
  const methods = known === undefined ? [] : [...methodsOf(flow, known)];
  return [
    ...members,
    ...methods.flatMap(([name, { owner, body }]) => {
      const self = state.bind(selfRoot({ flow }, owner), value);
      return toClosers(name, exitsOf(flow, self, body, id), id);
    }),
  ];
}

function toClosers(name: string, exits: readonly Point[], id: string): readonly Closer[] {
  const released = exits.filter(({ state }) => state.statusOf(id) === 'released');
  return released.length === 0 ? [] : [{ name, isSure: released.length === exits.length }];
}

/** The ways out of calling a value, as far as it can end the lease. */
function exitsOf(flow: Flow, state: State, value: Value, id: string): readonly Point[] {
  const at = { state, trace: undefined };
  if (value.k === 'closure') {
    return flow.session.notes.quietly(() => invoke(flow, value, [], at));
  }
  if (value.k !== 'method' || value.of.k !== 'lease' || value.of.id !== id) return [];
  return isEnd(flow, id, value.name) ? [{ ...at, state: state.setStatus(id, 'released') }] : [];
}

/** `@@asyncDispose`, or an element of a list, as the source calls it. */
function wordKey(name: string): string {
  if (/^\d+$/.test(name)) return `[${name}]`;
  return name.startsWith('@@') ? `[Symbol.${name.slice(2)}]` : name;
}
