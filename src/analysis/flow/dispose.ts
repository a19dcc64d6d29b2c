import type { Step } from '../graph.ts';
import { endLease } from './lease-calls.ts';
import type { Exit, Flow, Outcome, Point } from './flow.ts';
import { invoke } from './invoke.ts';
import type { Value } from './values.ts';

/** The end of a `using` or `await using` scope. */
export function* dispose(
  flow: Flow,
  step: Extract<Step, { op: 'dispose' }>,
  at: Point,
): Generator<Outcome> {
  const value = at.state.read(step.what);
  for (const point of disposeValue(flow, value, step.async, at)) yield { ...point, thrown: false };
}

/** Disposes a value: a lease as its driver does, a stack by running what it holds, newest first. */
export function disposeValue(
  flow: Flow,
  value: Value | undefined,
  isAsync: boolean,
  at: Point,
): readonly Point[] {
  if (value?.k === 'lease') return [disposeLease(flow, value.id, isAsync, at)];
  if (value?.k === 'closure') return invoke(flow, value, [], at).filter(isNormal);
  if (value?.k === 'method' && value.of.k === 'lease')
    return [endLease(flow, value.of.id, value.name, at)];
  if (value?.k !== 'ref') return [at];
  const closer = at.state.member(value.id, isAsync ? '@@asyncDispose' : '@@dispose');
  if (closer !== undefined) return disposeValue(flow, closer, isAsync, at);
  const items = [...(at.state.heap.get(value.id)?.values() ?? [])].reverse();
  return items.reduce<readonly Point[]>(
    (points, item) => points.flatMap(point => disposeValue(flow, item, isAsync, point)),
    [at],
  );
}

function isNormal(exit: Exit): boolean {
  return exit.kind !== 'throw';
}

function disposeLease(flow: Flow, id: string, isAsync: boolean, at: Point): Point {
  const type = flow.session.sites.of(id)?.type;
  const by = type?.disposeBy ?? 'async';
  const fits = by === 'both' || (by === 'async') === isAsync;
  const isReleased =
    type?.dispose === 'release' || type?.dispose === 'rollback' || type?.dispose === 'commit';
  if (!fits || !isReleased) return at;
  flow.session.notes.release(id);
  return { ...at, state: at.state.setStatus(id, 'released') };
}
