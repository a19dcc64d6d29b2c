import { includesMethod } from '../../drivers/twins.ts';
import type { Call, LeaseSite } from './flow.ts';
import type { State } from './state.ts';

/** Stands for the transaction of a session; nobody asks where it was begun. */
const OPENED = 'session';

/** Whether a method begins the transaction of a session: `startTransaction`. */
export function opensSession({ type }: LeaseSite, method: string): boolean {
  return includesMethod(type.transaction?.opens, method);
}

/** Whether a method of a session runs a callback in a transaction: `withTransaction`. */
export function isAroundCallback({ type }: LeaseSite, method: string): boolean {
  if (type.transaction?.opens === undefined) return false;
  return type.scoped?.some(one => (typeof one === 'string' ? one : one.method) === method) ?? false;
}

/** A state in which a session's transaction is open. */
export function openSession(state: State, id: string): State {
  return state.setTransaction(id, OPENED);
}

/** Whether a lease is a session of the function's own that holds nothing: its transaction is not begun, or over. */
export function holdsNothing({ hold, type }: LeaseSite, lease: string, state: State): boolean {
  if (hold !== 'own' || type.transaction?.opens === undefined) return false;
  return state.transactions.get(lease) === undefined;
}

const OF_SESSION = /\bpg_(?:try_)?advisory_lock|\bGET_LOCK\s*\(|\bsp_getapplock\b|^\s*LISTEN\b/i;

/** A statement for whose sake the connection is kept: what it does lasts as long as the session. */
export function needsSession({ step, flow }: Call): boolean {
  const { node } = step;
  const quoted = node.type === 'TaggedTemplateExpression' ? node.quasi : undefined;
  const first = quoted ?? (node.type === 'CallExpression' ? node.arguments[0] : undefined);
  if (first?.type !== 'Literal' && first?.type !== 'TemplateLiteral') return false;
  const [from, to] = first.range;
  return OF_SESSION.test(flow.graph.file.text.slice(from + 1, to - 1));
}
