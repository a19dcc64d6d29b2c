import type { Driver, LeaseType, Scoped } from '../../drivers/driver.ts';
import type { Evidence } from '../../evidence/shape.ts';
import { originOf } from '../work/pool-work.ts';
import { lent } from './births.ts';
import { continueIn } from './continuation.ts';
import type { Call, Outcome, Point } from './flow.ts';
import { closureArguments, givesAt } from './flow.ts';
import { noteHandedOn } from './handed-on.ts';
import { noteLeftRunning } from './late-use.ts';
import type { Closure, Value } from './values.ts';
import { pending } from './values.ts';

/** A method that holds a lease while a callback runs. */
export interface Scope {
  readonly driver: Driver;
  readonly type: LeaseType;
  readonly position: Scoped['callback'];
  readonly by: Evidence;
}

/**
 * `db.transaction(async tx => …)`: the callback runs with a lease that the driver releases itself.
 *
 * For its caller it is only database work; what the callback waits for, it waits for with a
 * connection in hand.
 */
export function* callScope(call: Call, scope: Scope): Generator<Outcome> {
  const body = callbackOf(call, scope);
  const result = pending(undefined, { database: true });
  if (body === undefined) {
    yield* givesAt(call, result, continueIn(call, call.at, { isCertain: true }));
    return;
  }
  const { id, at } = enter(call, scope);
  const handle: Value = { k: 'lease', id };
  const { uses } = call.flow.session;
  const run = () => continueIn(call, at, { isCertain: true, body, handle });
  const { result: points, stops } = uses.stopsIn(run);
  uses.noteStops(stops);
  for (const stop of stops) noteLeftRunning(call, stop, id);
  noteHandedOn(call, body, at.state);
  const left = points.map(point => ({ ...point, state: point.state.setStatus(id, undefined) }));
  yield* givesAt(call, result, left);
}

function callbackOf(call: Call, { position }: Scope): Closure | undefined {
  const closures = closureArguments(call);
  const found = position === 'first' ? closures[0] : closures.at(-1);
  if (found !== undefined) return found.closure;
  const { node } = call.step;
  if (node.type !== 'CallExpression') return undefined;
  const argument = position === 'first' ? node.arguments[0] : node.arguments.at(-1);
  return argument && call.flow.session.questions.closureOf(call.flow.graph.file, argument);
}

function enter(call: Call, scope: Scope): { readonly id: string; readonly at: Point } {
  const { flow, step, at } = call;
  const { session, graph } = flow;
  const id = session.sites.at(
    lent({
      hold: 'scope',
      driver: scope.driver,
      type: scope.type,
      evidence: scope.by,
      file: graph.file,
      node: step.node,
      origin: originOf(session.questions, graph.file, step.node, scope.driver),
    }),
  );
  return { id, at: { ...at, state: session.makeRoom(id, at.state).setStatus(id, 'live') } };
}
