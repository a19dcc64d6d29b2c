import { isChainLink } from '../../source/returned.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import type { Call, Flow, Point } from './flow.ts';
import type { State } from './state.ts';
import type { Value } from './values.ts';

/** A statement that was started, and that nobody has waited for. */
export interface Running {
  readonly lease: string;
  /**
   * Its promise is dropped, or returned without being awaited; a race may end before it; or it is
   * started by a timer, or by an async callback that nobody awaits.
   */
  readonly kind: 'dropped' | 'returned' | 'raced' | 'timer' | 'each';
  readonly file: SourceFile;
  readonly node: Node;
  /** The run in which it was started. */
  readonly flow: Flow;
}

/** Adds statements that run on, each once. */
export function startRunning(state: State, started: readonly Running[]): State {
  const added = started.filter(
    one => !state.running.some(known => known.node === one.node && known.lease === one.lease),
  );
  return added.length === 0 ? state : state.with({ running: [...state.running, ...added] });
}

/** A statement of this call, if its promise is dropped or returned. */
export function startAt(call: Call, leases: readonly string[], state: State): State {
  const { node } = call.step;
  const kind = leases.length === 0 ? undefined : fateOf(node);
  if (kind === undefined) return state;
  const { flow } = call;
  const live = leases.filter(id => state.statusOf(id) === 'live');
  return startRunning(
    state,
    live.map(lease => ({ lease, kind, file: flow.graph.file, node, flow })),
  );
}

/** Nothing runs any more on leases whose statement somebody waited for: they go one after the other. */
export function waitFor(state: State, value: Value | undefined): State {
  const runs = value?.k === 'promise' ? (value.runs ?? []) : [];
  return stop(state, ({ lease, kind }) => kind === 'timer' || runs.includes(lease));
}

/** Whether a statement of a lease runs on that nobody was ever given to wait for. */
export function runsOn(state: State, lease: string): boolean {
  return state.running.some(
    one => one.lease === lease && (one.kind === 'dropped' || one.kind === 'each'),
  );
}

/** Nothing is known any more of statements whose promise goes where nobody follows it. */
export function loseSight(state: State, values: readonly (Value | undefined)[]): State {
  const lost = new Set(values.flatMap(value => (value?.k === 'promise' ? (value.runs ?? []) : [])));
  return lost.size === 0 ? state : stop(state, ({ lease }) => lost.has(lease));
}

/** What a function returns is its caller's to wait for. */
export function leaveRunning(state: State, graph: Flow['graph']): State {
  return stop(state, ({ kind, flow }) => kind === 'returned' && flow.graph === graph);
}

/** A race may be lost while its statements run on. */
export function raceOn(flow: Flow, at: Point, value: Value | undefined, node: Node): Point {
  const races = value?.k === 'promise' ? (value.races ?? []) : [];
  if (races.length === 0) return at;
  const { file } = flow.graph;
  const started = races.map(lease => ({ lease, kind: 'raced', file, node, flow }) as const);
  return { ...at, state: startRunning(at.state, started) };
}

function stop(state: State, isStopped: (one: Running) => boolean): State {
  if (!state.running.some(isStopped)) return state;
  return state.with({ running: state.running.filter(one => !isStopped(one)) });
}

/** What becomes of the promise that a call gives, where the code says it: nobody keeps it. */
function fateOf(node: Node): 'dropped' | 'returned' | undefined {
  let isChained = false;
  for (let here = node, outer = node.parent; outer; here = outer, outer = here.parent) {
    switch (outer.type) {
      case 'ChainExpression':
      case 'TSNonNullExpression':
      case 'TSAsExpression':
        continue;
      case 'UnaryExpression':
        if (outer.operator !== 'void') return undefined;
        continue;
      case 'ConditionalExpression':
        if (outer.test === here) return undefined;
        continue;
      case 'LogicalExpression':
        if (outer.left === here) return undefined;
        continue;
      case 'MemberExpression':
        if (!isChainLink(outer, here)) return undefined;
        isChained = true;
        continue;
      case 'CallExpression':
        if (outer.callee !== here) return undefined;
        continue;
      case 'ExpressionStatement':
        return isChained ? undefined : 'dropped';
      case 'ReturnStatement':
        return 'returned';
      case 'ArrowFunctionExpression':
        return outer.body === here ? 'returned' : undefined;
      default:
        return undefined;
    }
  }
  return undefined;
}
