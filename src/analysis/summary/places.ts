import { holds } from '../flow/exits.ts';
import type { Flow } from '../flow/flow.ts';
import type { State } from '../flow/state.ts';
import type { Value } from '../flow/values.ts';
import { plainName } from './probes.ts';

/** The places that outlive a function and hold a lease now, but did not before; as the source calls them. */
export function placesOf(flow: Flow, state: State, id: string, before: State): readonly string[] {
  const places: string[] = [];
  for (const [key, value] of state.env) {
    if (key.startsWith('%') || key.startsWith('$')) continue;
    const [root = key, ...path] = key.split('.');
    const isOutside = path.length > 0 || flow.session.graphs.isOutside(root, flow.graph);
    if (!isOutside || !holds(flow, state, value, id)) continue;
    if (holds(flow, before, before.env.get(key), id)) continue;
    const name = [plainName(root), ...path].join('.');
    places.push(...membersOf(flow, state, value, id).map(member => `${name}${member}`));
  }
  return places;
}

/** The members of an object that hold a lease, with their dots; for anything else, itself. */
function membersOf(flow: Flow, state: State, value: Value, id: string): readonly string[] {
  if (value.k !== 'ref') return [''];
  return [...(state.heap.get(value.id) ?? [])]
    .filter(([, member]) => holds(flow, state, member, id))
    .map(([name]) => (name === '*' ? '' : `.${name}`));
}
