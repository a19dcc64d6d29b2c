import type { FunctionNode, Node, SourceFile } from '../../source/source-file.ts';
import { nodesIn } from '../functions.ts';
import { freeRoots } from './liveness.ts';
import { leasesIn } from './reach.ts';
import type { Session } from './session.ts';
import type { State } from './state.ts';
import type { Value } from './values.ts';

type Closure = Extract<Value, { k: 'closure' }>;

/**
 * Whether running a function's body can tell anything about leases: it is given one, mentions a
 * variable that holds one, or acquires one.
 */
export function isInteresting(
  session: Session,
  closure: Closure,
  args: readonly (Value | undefined)[],
  state: State,
): boolean {
  if (args.some(arg => matters(session, arg, state, new Set([closure.node])))) return true;
  return (
    mentions(session, closure, state, new Set()) || mayAcquire(session, closure.file, closure.node)
  );
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
  if (leasesIn(state, value).size > 0) return true;
  if (value.k !== 'ref') return false;
  const members = [...(state.heap.get(value.id)?.values() ?? [])];
  return members.some(member => member.k === 'closure' && mentions(session, member, state, seen));
}

const MAX_DEPTH = 6;
const answers = new WeakMap<Session, Map<Node, boolean>>();

/** Whether a function acquires, or calls one that does; recursion counts as no. */
export function mayAcquire(
  session: Session,
  file: SourceFile,
  owner: FunctionNode | SourceFile['program'],
  depth = 0,
): boolean {
  const memo = answers.get(session) ?? new Map<Node, boolean>();
  answers.set(session, memo);
  const known = memo.get(owner);
  if (known !== undefined) return known;
  memo.set(owner, false);
  const found = callsIn(owner).some(call => acquiresAt(session, file, call, depth));
  memo.set(owner, found);
  return found;
}

const calls = new WeakMap<Node, readonly Node[]>();

/** The calls below a node, in the order of the source. */
export function callsIn(owner: Node): readonly Node[] {
  const known = calls.get(owner);
  if (known !== undefined) return known;
  const found = [...nodesIn(owner)].filter(
    node => node.type === 'CallExpression' || node.type === 'NewExpression',
  );
  calls.set(owner, found);
  return found;
}

/** Whether a call acquires, directly or through a function whose body is at hand. */
export function acquiresAt(session: Session, file: SourceFile, node: Node, depth: number): boolean {
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return false;
  if (session.questions.acquiresIn(file, node)) return true;
  if (node.type === 'NewExpression' || depth >= MAX_DEPTH) return false;
  if (!session.questions.mayLeadToAcquire(file, node.callee)) return false;
  const callee = session.questions.shapeOf(file, node.callee);
  return callee?.kind === 'function' && mayAcquire(session, callee.file, callee.node, depth + 1);
}
