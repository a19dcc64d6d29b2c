import { holds } from '../flow/exits.ts';
import type { Flow } from '../flow/flow.ts';
import type { State } from '../flow/state.ts';
import { plainName } from './probes.ts';

/** The places that outlive a function and hold a lease now, but did not before; as the source calls them. */
export function placesOf(flow: Flow, state: State, id: string, before: State): readonly string[] {
  const places: string[] = [];
  for (const [key, value] of state.env) {
    if (key.startsWith('%') || key.startsWith('$')) continue;
    const [root = key, ...path] = key.split('.');
    const isOutside = path.length > 0 || flow.session.graphs.isOutside(root, flow.graph);
    if (!isOutside || !holds(flow, state, value, id)) continue;
    if (!holds(flow, before, before.env.get(key), id))
      places.push([plainName(root), ...path].join('.'));
  }
  return places;
}
