import type { Node } from '../../source/source-file.ts';
import type { Step } from '../graph.ts';
import { endLease } from './lease-calls.ts';
import type { Exit, Flow, Outcome, Point } from './flow.ts';
import { invoke } from './invoke.ts';
import { noteGivenBack } from './transactions.ts';
import type { Value } from './values.ts';

/** The end of a `using` or `await using` scope. */
export function* dispose(
  flow: Flow,
  step: Extract<Step, { op: 'dispose' }>,
  at: Point,
): Generator<Outcome> {
  const value = at.state.read(step.what);
  const { node, async: isAsync, thrown: isThrown } = step;
  for (const point of disposeValue(flow, value, { node, isAsync, isThrown }, at)) {
    yield { ...point, thrown: false };
  }
}

/** The end of a scope: where it is, which kind it is, and whether an exception left it. */
export interface ScopeEnd {
  readonly node: Node;
  readonly isAsync: boolean;
  readonly isThrown: boolean;
}

/** Disposes a value: a lease as its driver does, a stack by running what it holds, newest first. */
export function disposeValue(
  flow: Flow,
  value: Value | undefined,
  end: ScopeEnd,
  at: Point,
): readonly Point[] {
  if (value?.k === 'lease') return [disposeLease(flow, value.id, end, at)];
  if (value?.k === 'closure') return invoke(flow, value, [], at).filter(isNormal);
  if (value?.k === 'method' && value.of.k === 'lease') {
    const { id } = value.of;
    const isGivenBack = flow.session.sites.of(id)?.type.release.includes(value.name);
    if (isGivenBack) noteGivenBack(flow, id, at, end);
    return [endLease(flow, id, value.name, at)];
  }
  if (value?.k !== 'ref') return [at];
  const closer = at.state.member(value.id, end.isAsync ? '@@asyncDispose' : '@@dispose');
  if (closer !== undefined) return disposeValue(flow, closer, end, at);
  const items = [...(at.state.heap.get(value.id)?.values() ?? [])].reverse();
  return items.reduce<readonly Point[]>(
    (points, item) => points.flatMap(point => disposeValue(flow, item, end, point)),
    [at],
  );
}

function isNormal(exit: Exit): boolean {
  return exit.kind !== 'throw';
}

function disposeLease(flow: Flow, id: string, end: ScopeEnd, at: Point): Point {
  const type = flow.session.sites.of(id)?.type;
  const by = type?.disposeBy ?? 'async';
  const fits = by === 'both' || (by === 'async') === end.isAsync;
  const isReleased =
    type?.dispose === 'release' || type?.dispose === 'rollback' || type?.dispose === 'commit';
  if (!fits || !isReleased) return at;
  // Committing is what the disposer is for, unless the work was left half done.
  const commits = type.dispose === 'commit';
  if (type.dispose === 'release' || (commits && end.isThrown)) {
    noteGivenBack(flow, id, at, { node: end.node, commits });
  }
  flow.session.notes.release(id);
  return { ...at, state: at.state.setStatus(id, 'released') };
}
