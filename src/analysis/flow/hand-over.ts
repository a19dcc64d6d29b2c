import { many } from '../../drivers/driver.ts';
import { isStatement } from '../work/carried.ts';
import type { Call } from './flow.ts';
import { isBuried, isKeptIn } from './keeping.ts';
import { isCallbackOfCaller } from './lent-callbacks.ts';
import { leasesIn } from './reach.ts';
import type { State } from './state.ts';
import { endByName } from './transactions.ts';
import type { Value } from './values.ts';

const GIVES_BACK =
  /release|return(?:Conn|Client|To)|giveBack|close|free|destroy|dispose|disconnect|cleanup|^end/i;

/** Whether a function is called like one that gives a connection back. */
export function namesRelease(name: string): boolean {
  return GIVES_BACK.test(name);
}

/** What passing leases to an unseen function means for them. */
export function handOver(call: Call, before: State): State {
  const { flow, step, args } = call;
  const name = nameOf(call);
  const isGivenBack = namesRelease(name);
  const isDeadEnd = isBuried(call);
  const isGivenAway = step.isNew || isHandOver(call) || (!isDeadEnd && isKeptIn(call));
  let state = before;
  for (const id of args.flatMap(arg => [...leasesIn(before, arg)])) {
    state = endByName(call, id, name, flow.session.take(id, state));
    if (state.statusOf(id) !== 'live') continue;
    if (isGivenBack && !isStatementOf(call, id, name)) {
      state = flow.session.releaseNow(id, state);
      continue;
    }
    noteHanding(call, id, isGivenAway);
    if (isGivenAway) state = give(call, id, state);
    // Who waits for a callback of its caller has the connection back when that is done.
    else if (!isDeadEnd && !isCallbackOfCaller(call)) flow.session.notes.doubt(id);
  }
  return state;
}

/** `User.destroy({ transaction })`: a statement of the driver's models, which is told where to run. */
function isStatementOf({ flow }: Call, id: string, name: string): boolean {
  const pools = many(flow.session.sites.of(id)?.driver.pool);
  return pools.some(pool => pool.carries?.option !== undefined && isStatement(pool, name));
}

function noteHanding(call: Call, lease: string, isGiven: boolean): void {
  const { flow, step, args, at } = call;
  const { trail } = flow.session;
  if (trail === undefined) return;
  // A property of a connection, such as its thread's id, is not the connection.
  const isItself = args.some(arg => arg?.k !== 'method' && leasesIn(at.state, arg).has(lease));
  if (!isItself) return;
  const how = isKeptIn(call) ? 'kept' : isGiven ? 'given' : 'shown';
  trail.handings.push({ lease, file: flow.graph.file, node: step.node, how });
}

function give(call: Call, id: string, state: State): State {
  const { session } = call.flow;
  session.notes.giveAway(id);
  if (call.step.receiver === undefined && !call.step.isNew) session.calledBack.note();
  // Nobody here has to release what is only lent: it is held until whoever lent it takes it back.
  if (session.sites.of(id)?.hold !== 'own') return state;
  return state.setStatus(id, 'moved');
}

function nameOf(call: Call): string {
  const { node, method } = call.step;
  if (method !== undefined) return method;
  if (node.type !== 'CallExpression') return '';
  return node.callee.type === 'Identifier' ? node.callee.name : '';
}

/** `callback(null, connection)`, `deferred.resolve(connection)`, `super(connection)`. */
function isHandOver(call: Call): boolean {
  const { node, method } = call.step;
  if (node.type !== 'CallExpression') return false;
  if (node.callee.type === 'Super' || method === 'resolve' || method === 'next') return true;
  const [error] = call.args;
  const isErrorFirst = call.args.length > 1 && (error?.k === 'falsy' || isNullish(error));
  return isErrorFirst && leasesIn(call.at.state, error).size === 0;
}

function isNullish(value: Value | undefined): boolean {
  return value?.k === 'literal' && (value.value === null || value.value === undefined);
}
