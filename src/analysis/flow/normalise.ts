import type { NodeId } from '../graph.ts';
import type { Plan } from './graphs.ts';
import { eachPart } from './reach.ts';
import { State } from './state.ts';
import type { Value } from './values.ts';

/** Drops from a state what no step after `id` reads, so that equal futures have equal states. */
export function normalise(state: State, plan: Plan, id: NodeId, widened: boolean): State {
  const env = new Map<string, Value>();
  let dropped = false;
  for (const [key, value] of state.env) {
    if (isKept(key, value, plan, id, widened)) env.set(key, value);
    else dropped = true;
  }
  const kept = dropped ? state.with({ env }) : state;
  return collect(kept);
}

/** Drops the temporaries that no later step reads. */
export function withoutDeadTemporaries(state: State, plan: Plan, id: NodeId): State {
  let env: Map<string, Value> | undefined;
  for (const key of state.env.keys()) {
    if (!key.startsWith('%') || !plan.owns(key) || plan.isRead(id, key)) continue;
    env ??= new Map(state.env);
    env.delete(key);
  }
  return env === undefined ? state : state.with({ env });
}

function isKept(key: string, value: Value, plan: Plan, id: NodeId, widened: boolean): boolean {
  const dot = key.indexOf('.');
  const root = dot === -1 ? key : key.slice(0, dot);
  if (isCondition(value)) {
    if (widened) return false;
    return plan.owns(root) ? plan.isTested(id, root) : !root.startsWith('global:') || dot !== -1;
  }
  return !plan.owns(root) || plan.isRead(id, root);
}

/** Forgets objects that nothing refers to; leases keep what they are marked with. */
function collect(state: State): State {
  if (state.heap.size === 0) return state;
  const reached = new Set<string>();
  for (const value of state.env.values()) eachPart(state, value, () => undefined, reached);
  const heap = [...state.heap].filter(([id]) => reached.has(id) || state.leases.has(id));
  return heap.length === state.heap.size ? state : state.with({ heap: new Map(heap) });
}

/** What only tells later tests apart. */
function isCondition({ k }: Value): boolean {
  return k === 'literal' || k === 'truthy' || k === 'falsy' || k === 'not';
}
