import { includesMethod } from '../../drivers/twins.ts';
import type { Exit, Flow } from './flow.ts';
import { touches } from './interest.ts';
import { invoke } from './invoke.ts';
import { closuresIn, leasesIn } from './reach.ts';
import type { State } from './state.ts';
import type { Value } from './values.ts';

/**
 * Whether a callback gave a lease to somebody who outlives it: it gives it back as its value, or put
 * it into a place that is not its own and did not have it before.
 */
export function isHandedOn(flow: Flow, exit: Exit, id: string, before: State): boolean {
  return isGivenBack(flow, exit, id) || isStored(flow, exit.state, id, before);
}

/** Whether a lease is what a function gives at an exit, or part of it. */
export function isGivenBack(flow: Flow, exit: Exit, id: string): boolean {
  return exit.kind !== 'throw' && holds(flow, exit.state, exit.value, id);
}

/** Whether a value carries a lease to its new owner: itself, or as something that releases it. */
export function holds(flow: Flow, state: State, value: Value | undefined, id: string): boolean {
  if (value === undefined) return false;
  if (value.k === 'method') return isReleaseOf(flow, value, id);
  if (leasesIn(state, value).has(id)) return true;
  return closuresIn(state, value).some(closure => releases(flow, state, closure, id));
}

function isReleaseOf(flow: Flow, value: Extract<Value, { k: 'method' }>, id: string): boolean {
  if (value.of.k !== 'lease' || value.of.id !== id) return false;
  return includesMethod(flow.session.sites.of(id)?.type.release, value.name);
}

/** Whether calling a closure can release a lease. */
function releases(
  flow: Flow,
  state: State,
  closure: Extract<Value, { k: 'closure' }>,
  id: string,
): boolean {
  if (!touches(flow.session, closure, [], state)) return false;
  const exits = flow.session.notes.quietly(() =>
    invoke(flow, closure, [], { state, trace: undefined }),
  );
  return exits.some(exit => exit.state.statusOf(id) === 'released');
}

/**
 * Whether a lease stands in a place that outlives the function: a field, an outer variable, a foreign
 * object. With `before`, only places count that did not hold it then.
 */
export function isStored(flow: Flow, state: State, id: string, before?: State): boolean {
  for (const [key, value] of state.env) {
    if (key.startsWith('%') || key.startsWith('$')) continue;
    const isOutside =
      key.includes('.') ||
      (before === undefined
        ? flow.session.outlivesRoot(key, flow.graph)
        : flow.session.graphs.isOutside(key, flow.graph));
    if (!isOutside || !holds(flow, state, value, id)) continue;
    const isNew = before === undefined || !holds(flow, before, before.env.get(key), id);
    if (isNew) return true;
  }
  return false;
}
