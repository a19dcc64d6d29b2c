import type { Call, ClosureArgument, Exit, Point } from './flow.ts';
import { isInteresting } from './interest.ts';
import { closureArguments } from './flow.ts';
import { invoke } from './invoke.ts';
import type { State } from './state.ts';
import { isHandedOn } from './exits.ts';

/**
 * A call that is given functions to call later.
 *
 * A function that releases a lease takes the obligation over. If it is certain to be called (a
 * driver's own callback), the ways out of it that leave the lease open are open exits; if not (an
 * event listener), the analysis stays silent.
 */
export function continueIn(call: Call, at: Point, { isCertain }: { isCertain: boolean }): Point {
  let point = at;
  for (const { closure } of closureArguments(call)) {
    if (!isInteresting(call.flow.session, closure, [], point.state)) continue;
    const exits = invoke(call.flow, closure, [], point).filter(exit => !isCrash(exit));
    point = { ...point, state: transfer(call, closure, point.state, exits, isCertain) };
  }
  return point;
}

/** A synchronous exception in a callback ends the process; a rejection of an async one does not. */
function isCrash(exit: Exit): boolean {
  return exit.kind === 'throw';
}

function transfer(
  call: Call,
  closure: ClosureArgument['closure'],
  before: State,
  exits: readonly Exit[],
  isCertain: boolean,
): State {
  const { session } = call.flow;
  const graph = session.graphs.of(closure.file, closure.node);
  let state = before;
  for (const [id, status] of before.leases) {
    if (status !== 'live') continue;
    const open = exits.filter(exit => exit.state.statusOf(id) === 'live');
    if (open.length === exits.length) continue;
    state = state.setStatus(id, 'moved');
    if (!isCertain) continue;
    for (const exit of open) {
      const isHanded = isHandedOn({ ...call.flow, graph }, exit, id, before);
      if (!isHanded) session.notes.openExit(id, exit, graph);
    }
  }
  return state;
}
