import { includesMethod } from '../../drivers/twins.ts';
import type { Node } from '../../source/source-file.ts';
import type { Step } from '../graph.ts';
import type { Call, Exit, Flow, Outcome, Point } from './flow.ts';
import { gives } from './flow.ts';
import { invoke } from './invoke.ts';
import { noteDisposed, releaseAt } from './late-use.ts';
import { isEnd } from './lease-calls.ts';
import { noteGivenBack } from './transactions.ts';
import type { Value } from './values.ts';

/** A disposal: where it happens, by which of the two protocols, and whether an exception leads there. */
export interface Disposal {
  readonly flow: Flow;
  readonly node: Node;
  readonly isAsync: boolean;
  readonly isThrown: boolean;
}

/** The end of a `using` or `await using` scope. */
export function* dispose(
  flow: Flow,
  step: Extract<Step, { op: 'dispose' }>,
  at: Point,
): Generator<Outcome> {
  const value = at.state.read(step.what);
  const { node, async: isAsync, thrown: isThrown } = step;
  for (const point of disposeValue({ flow, node, isAsync, isThrown }, value, at))
    yield { ...point, thrown: false };
}

/** Disposes a value: a lease as its driver does, a stack by running what it holds, newest first. */
export function disposeValue(
  disposal: Disposal,
  value: Value | undefined,
  at: Point,
): readonly Point[] {
  const { flow, isAsync } = disposal;
  const protocol = isAsync ? '@@asyncDispose' : '@@dispose';
  if (value?.k === 'lease') {
    const own = at.state.member(value.id, protocol);
    return own === undefined
      ? [disposeLease(disposal, value.id, at)]
      : disposeValue(disposal, own, at);
  }
  if (value?.k === 'closure') return invoke(flow, value, [], at).filter(isNormal);
  if (value?.k === 'method' && value.of.k === 'lease')
    return [disposeBy(disposal, value.of.id, value.name, at)];
  if (value?.k !== 'ref') return [at];
  const closer = at.state.member(value.id, protocol);
  if (closer !== undefined) return disposeValue(disposal, closer, at);
  const items = [...(at.state.heap.get(value.id)?.values() ?? [])].reverse();
  return items.reduce<readonly Point[]>(
    (points, item) => points.flatMap(point => disposeValue(disposal, item, point)),
    [at],
  );
}

/** `Object.assign(client, { async [Symbol.asyncDispose]() {} })` is the lease, with a disposer of its own. */
export function assignDisposers(call: Call, lease: Extract<Value, { k: 'lease' }>): Outcome {
  let { state } = call.at;
  for (const source of call.args.slice(1)) {
    for (const name of source?.k === 'ref' ? ['@@asyncDispose', '@@dispose'] : []) {
      const disposer = source?.k === 'ref' ? state.member(source.id, name) : undefined;
      if (disposer !== undefined) state = state.setMember(lease.id, name, disposer);
    }
  }
  return gives(call, lease, { ...call.at, state });
}

function isNormal(exit: Exit): boolean {
  return exit.kind !== 'throw';
}

/** A release that a stack or object calls when it is disposed. */
function disposeBy({ flow, node }: Disposal, id: string, method: string, at: Point): Point {
  if (!isEnd(flow, id, method)) return at;
  const isGivenBack = includesMethod(flow.session.sites.of(id)?.type.release, method);
  if (isGivenBack) noteGivenBack(flow, id, at, { node });
  const { state, trace } = releaseAt(flow, at, id, node);
  return { trace, state: flow.session.releaseNow(id, state) };
}

function disposeLease(disposal: Disposal, id: string, at: Point): Point {
  const { flow, node, isAsync, isThrown } = disposal;
  const type = flow.session.sites.of(id)?.type;
  const by = type?.disposeBy ?? 'async';
  const fits = by === 'both' || (by === 'async') === isAsync;
  const isReleased =
    type?.dispose === 'release' || type?.dispose === 'rollback' || type?.dispose === 'commit';
  if (!fits || !isReleased) return at;
  // Committing is what the disposer is for, unless the work was left half done.
  const commits = type.dispose === 'commit';
  if (type.dispose === 'release' || (commits && isThrown)) {
    noteGivenBack(flow, id, at, { node, commits });
  }
  noteDisposed(flow, at, id, node);
  const { state, trace } = releaseAt(flow, at, id, node);
  return { trace, state: flow.session.releaseNow(id, state) };
}
