import type { NodeId } from '../graph.ts';
import type { Plan } from './graphs.ts';
import { freeRoots } from './mentions.ts';
import { eachPart, leasesIn } from './reach.ts';
import type { Session } from './session.ts';
import type { State } from './state.ts';
import type { Closure, Value } from './values.ts';

/** A node of a graph that runs. */
export interface Place {
  readonly session: Session;
  readonly plan: Plan;
  readonly id: NodeId;
}

/** Drops from a state what no step after `id` reads, so that equal futures have equal states. */
export function normalise(state: State, place: Place, widened: boolean): State {
  const env = new Map<string, Value>();
  let dropped = false;
  for (const [key, value] of state.env) {
    if (isKept(key, value, state, place, widened)) env.set(key, value);
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

function isKept(
  key: string,
  value: Value,
  state: State,
  { session, plan, id }: Place,
  widened: boolean,
): boolean {
  const dot = key.indexOf('.');
  const root = dot === -1 ? key : key.slice(0, dot);
  if (!isCondition(value)) {
    // Somebody else has the object: what it holds stays held, read here or not.
    const isElsewhere = dot !== -1 && leasesIn(state, value).size > 0;
    return isElsewhere || !plan.owns(root) || plan.isRead(id, root);
  }
  // What was found out goes first; what the function wrote down for itself is there to be asked.
  if (widened && !(isWritten(value) && plan.owns(root))) return false;
  return plan.isAsked(id, root, key) || (plan.endsHere(root) && isLeftTo(session, state, root));
}

/** Whether a closure that mentions a root is left to be called; those that run now are not called again. */
function isLeftTo(session: Session, state: State, root: string): boolean {
  const isOne = (value: Value): boolean =>
    value.k === 'closure' && !session.isActive(value.node) && isMentionedIn(session, value, root);
  for (const value of state.env.values()) if (isOne(value)) return true;
  for (const members of state.heap.values())
    for (const value of members.values()) if (isOne(value)) return true;
  return false;
}

function isMentionedIn({ graphs }: Session, { file, node }: Closure, root: string): boolean {
  return freeRoots(file, node, graphs.fileKey(file)).includes(root);
}

/** Forgets objects that nothing refers to; leases keep what they are marked with. */
function collect(state: State): State {
  if (state.heap.size === 0) return state;
  const reached = new Set<string>();
  for (const value of state.env.values()) eachPart(state, value, () => undefined, reached);
  const heap = [...state.heap].filter(([id]) => reached.has(id) || state.leases.has(id));
  return heap.length === state.heap.size ? state : state.with({ heap: new Map(heap) });
}

/** `let isNew = false; … isNew = true`: a literal that no test found out. */
function isWritten(value: Value): boolean {
  return value.k === 'literal' && value.tested !== true;
}

/** What only tells later tests apart. */
function isCondition({ k }: Value): boolean {
  return k === 'literal' || k === 'truthy' || k === 'falsy' || k === 'not';
}
