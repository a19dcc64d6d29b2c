import type { Node, SourceFile } from '../../source/source-file.ts';
import { isFunction, nodesIn } from '../../source/walk.ts';
import { givesLease, handsOver } from './giving.ts';
import { freeRoots } from './mentions.ts';
import { wrappedAt } from './middleware.ts';
import { mayAcquireFromParameter } from './passed-pools.ts';
import { leasesIn } from './reach.ts';
import type { Session } from './session.ts';
import type { State } from './state.ts';
import type { Value } from './values.ts';

type Closure = Extract<Value, { k: 'closure' }>;

/** Whether a body is given a lease, or mentions a variable that holds one. */
export function touches(
  session: Session,
  closure: Closure,
  args: readonly (Value | undefined)[],
  state: State,
): boolean {
  if (args.some(arg => matters(session, arg, state, new Set([closure.node])))) return true;
  return mentions(session, closure, state, new Set());
}

/** Whether running a body here can tell anything about leases: it touches one, or acquires one. */
export function isInteresting(
  session: Session,
  closure: Closure,
  args: readonly (Value | undefined)[],
  state: State,
): boolean {
  return touches(session, closure, args, state) || acquiresIn(session, closure);
}

function mentions(session: Session, closure: Closure, state: State, seen: Set<Node>): boolean {
  if (seen.has(closure.node)) return false;
  seen.add(closure.node);
  const roots = new Set(
    freeRoots(closure.file, closure.node, session.graphs.fileKey(closure.file)),
  );
  for (const [key, value] of state.env) {
    const dot = key.indexOf('.');
    if (!roots.has(dot === -1 ? key : key.slice(0, dot))) continue;
    if (matters(session, value, state, seen)) return true;
  }
  return false;
}

function matters(
  session: Session,
  value: Value | undefined,
  state: State,
  seen: Set<Node>,
): boolean {
  if (value === undefined) return false;
  if (value.k === 'settle') return true;
  if (value.k === 'closure') return mentions(session, value, state, seen);
  if (holdsOwn(session, state, value)) return true;
  if (value.k !== 'ref') return false;
  const members = [...(state.heap.get(value.id)?.values() ?? [])];
  return members.some(member => member.k === 'closure' && mentions(session, member, state, seen));
}

/** Whether a value holds a lease that somebody here has to release; one that is only lent tells nothing. */
function holdsOwn(session: Session, state: State, value: Value): boolean {
  return [...leasesIn(state, value)].some(id => session.sites.of(id)?.hold !== 'parameter');
}

const within = new WeakMap<Session, Map<Node, boolean>>();

/** Whether a body contains an acquire, its own or that of a function it calls. */
function acquiresIn(session: Session, { file, node }: Closure): boolean {
  const memo = within.get(session) ?? new Map<Node, boolean>();
  within.set(session, memo);
  const known = memo.get(node);
  if (known !== undefined) return known;
  memo.set(node, false);
  const found = mayAcquireIn(session, file, node);
  memo.set(node, found);
  return found;
}

/** Whether a call below a node acquires, or may by what callers pass. */
export function mayAcquireIn(session: Session, file: SourceFile, node: Node): boolean {
  return callsIn(node).some(
    call =>
      acquiresAt(session, file, call) || mayAcquireFromParameter(session.questions, file, call),
  );
}

const calls = new WeakMap<Node, readonly Node[]>();

/** The calls below a node, in the order of the source. */
export function callsIn(owner: Node): readonly Node[] {
  const known = calls.get(owner);
  if (known !== undefined) return known;
  const found = nodesIn(owner).filter(
    node => node.type === 'CallExpression' || node.type === 'NewExpression',
  );
  calls.set(owner, found);
  return found;
}

/** Whether a call acquires for its caller: directly, or through a function that gives a lease away. */
export function acquiresAt(session: Session, file: SourceFile, node: Node): boolean {
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return false;
  if (session.questions.acquiresIn(file, node)) return true;
  if (node.type === 'NewExpression') return false;
  if (wrappedAt(session, file, node) !== undefined) return true;
  if (!session.questions.mayLeadToAcquire(file, node.callee)) return false;
  const callee = session.questions.shapeOf(file, node.callee);
  if (callee?.kind !== 'function') return false;
  const closure = { k: 'closure', file: callee.file, node: callee.node } as const;
  if (givesLease(session, closure)) return true;
  const mayHaveCallback = node.arguments.some(arg => isFunction(arg) || arg.type === 'Identifier');
  if (!mayHaveCallback) return false;
  return handsOver(session, closure);
}
