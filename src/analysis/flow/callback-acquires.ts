import type { CallbackShape } from '../../drivers/driver.ts';
import { born } from './births.ts';
import { hasCalledBack } from './callbacks.ts';
import type { Acquired } from './driver-methods.ts';
import { isHandedOn } from './exits.ts';
import type { Call, Outcome } from './flow.ts';
import { gives } from './flow.ts';
import { noteTaken } from './held.ts';
import { canInvoke, invoke } from './invoke.ts';
import { isResolvedWith } from './reach.ts';
import type { State } from './state.ts';
import { after } from './trace.ts';
import type { Value } from './values.ts';
import { literal } from './values.ts';

/** What a bare name in a driver's `acquire` means. */
export const DEFAULT_CALLBACK: CallbackShape = { error: 0, lease: 1, release: 2 };

/** `pool.getConnection((error, connection, release) => …)`: the callback holds the lease from its first line. */
export function* acquireInCallback(
  call: Call,
  found: Extract<Acquired, { kind: 'acquire' }>,
  closure: Extract<Value, { k: 'closure' }>,
  shape: CallbackShape,
): Generator<Outcome> {
  const { flow } = call;
  // A callback that connects again with itself owns each lease in its own run.
  if (!canInvoke(flow, closure)) {
    yield gives(call, undefined);
    return;
  }
  const { id, state, trace } = born(call, found);
  noteTaken(call, id);
  const lease: Value = { k: 'lease', id };
  const args: (Value | undefined)[] = [];
  args[shape.error] = literal(null);
  args[shape.lease] = lease;
  if (shape.release !== undefined) {
    args[shape.release] = { k: 'method', of: lease, name: found.lease.release[0] ?? 'release' };
  }
  const at = {
    state: state.setStatus(id, 'live'),
    trace: after(trace, { kind: 'acquire', lease: id } as const),
  };
  flow.session.sites.nameArgument(id, closure, shape.lease);
  const isAsync = closure.node.async;
  const graph = flow.session.graphs.of(closure.file, closure.node);
  for (const exit of invoke(flow, closure, args, at)) {
    const isCrash = exit.kind === 'throw' && !isAsync;
    const isOpen = exit.state.statusOf(id) === 'live';
    const goesOn = hasCalledBack(at.state, exit.state);
    if (!isCrash && isOpen && !goesOn && !isHandedOn({ ...flow, graph }, exit, id, at.state)) {
      flow.session.notes.openExit(id, exit, graph);
    }
    const left = goesOn ? exit.state : afterCallback(exit.state, id);
    if (!isCrash) yield gives(call, undefined, { ...exit, state: left });
  }
  yield* failInCallback(call, closure, shape);
}

/** The other call of the callback: with an error, and no connection. */
function* failInCallback(
  call: Call,
  closure: Extract<Value, { k: 'closure' }>,
  shape: CallbackShape,
): Generator<Outcome> {
  const args: (Value | undefined)[] = [];
  args[shape.error] = { k: 'truthy' };
  args[shape.lease] = literal(undefined);
  for (const exit of invoke(call.flow, closure, args, call.at)) {
    if (exit.kind !== 'throw') yield gives(call, undefined, exit);
  }
}

/** What a callback resolves a promise with goes on to whoever awaits that; all else was its own affair. */
function afterCallback(state: State, id: string): State {
  return isResolvedWith(state, id) ? state : state.setStatus(id, 'moved');
}
