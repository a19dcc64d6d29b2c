import type { Flow } from '../flow/flow.ts';
import { invoke } from '../flow/invoke.ts';
import type { KnownClass } from '../flow/objects.ts';
import { methodsOf, selfRoot } from '../flow/objects.ts';
import { KIND } from '../flow/state.ts';
import type { State } from '../flow/state.ts';
import type { Value } from '../flow/values.ts';

type Closure = Extract<Value, { k: 'closure' }>;

/** The members of a value that release a lease when they are called; `''` for the value itself. */
export function closersOf(
  flow: Flow,
  state: State,
  value: Value | undefined,
  id: string,
): readonly string[] {
  if (value === undefined) return [];
  if (value.k !== 'ref') return releases(flow, state, value, id) ? [''] : [];
  const known = flow.session.sites.classOf(value.id);
  if (known !== undefined) return methodsThatRelease(flow, state, known, value, id);
  return [...(state.heap.get(value.id) ?? [])]
    .filter(([name, member]) => name !== KIND && releases(flow, state, member, id))
    .map(([name]) => wordKey(name));
}

function releases(flow: Flow, state: State, value: Value, id: string): boolean {
  if (value.k === 'method') {
    const type = flow.session.sites.of(id)?.type;
    return value.of.k === 'lease' && value.of.id === id && isEnd(type, value.name);
  }
  return value.k === 'closure' && endsLease(flow, state, value, id);
}

function isEnd(
  type: { readonly release: readonly string[]; readonly destroy?: readonly string[] } | undefined,
  method: string,
): boolean {
  return (type?.release.includes(method) || type?.destroy?.includes(method)) ?? false;
}

/** Whether some way through a body ends a lease. */
function endsLease(flow: Flow, state: State, closure: Closure, id: string): boolean {
  const exits = flow.session.notes.quietly(() =>
    invoke(flow, closure, [], { state, trace: undefined }),
  );
  return exits.some(exit => exit.state.statusOf(id) === 'released');
}

function methodsThatRelease(
  flow: Flow,
  state: State,
  known: KnownClass,
  self: Value,
  id: string,
): readonly string[] {
  return [...methodsOf(flow, known)]
    .filter(([, { owner, body }]) =>
      endsLease(flow, state.bind(selfRoot({ flow }, owner), self), body, id),
    )
    .map(([name]) => name);
}

/** `@@asyncDispose`, or an element of a list, as the source calls it. */
function wordKey(name: string): string {
  if (/^\d+$/.test(name)) return `[${name}]`;
  return name.startsWith('@@') ? `[Symbol.${name.slice(2)}]` : name;
}
