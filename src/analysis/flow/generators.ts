import type { LeaseType } from '../../drivers/driver.ts';
import type { Call, Outcome, Point } from './flow.ts';
import { gives } from './flow.ts';
import { run } from './run.ts';
import { after } from './trace.ts';
import type { Value } from './values.ts';

/**
 * An iterator whose generator keeps a connection between two `next()`.
 *
 * `for await`, `for of` and `yield*` finish it, also when they stop early; whoever calls `next()` by
 * hand has to call `return()`. https://tc39.es/ecma262/#sec-iteratorclose
 */
const ITERATOR: LeaseType = {
  type: 'Generator',
  use: ['next'],
  release: ['return', 'throw'],
  dispose: 'release',
  disposeBy: 'both',
};

/** A call of a generator function that holds a lease while it waits; `undefined` for all others. */
export function callGenerator(
  call: Call,
  closure: Extract<Value, { k: 'closure' }>,
): Iterable<Outcome> | undefined {
  if (!closure.node.generator) return undefined;
  const { flow, at, step } = call;
  const { session } = flow;
  const held = session.heldBy(closure, () => {
    const graph = session.graphs.of(closure.file, closure.node);
    session.within(closure.node, () => run({ session, graph, depth: flow.depth + 1 }, at));
  });
  if (held === undefined) return undefined;
  const id = session.sites.at({
    ...held,
    type: ITERATOR,
    isLazy: false,
    opens: ['next'],
    confirms: [],
    file: flow.graph.file,
    node: step.node,
    pool: undefined,
  });
  session.trail?.visit(id, closure);
  const state = session.makeRoom(id, at.state).setStatus(id, 'idle');
  return [gives(call, { k: 'lease', id }, { ...at, state })];
}

/** A loop asks an iterator for its first value. */
export function startIterator(id: string, at: Point): Point {
  return {
    state: at.state.setStatus(id, 'live'),
    trace: after(at.trace, { kind: 'acquire', lease: id }),
  };
}

/** A loop is done with its iterator, or leaves it. */
export function finishIterator(flow: Call['flow'], value: Value | undefined, at: Point): Point {
  if (value?.k !== 'lease') return at;
  return { ...at, state: flow.session.releaseNow(value.id, at.state) };
}
