import { acquiresAt, callsIn } from './interest.ts';
import { leasesIn } from './reach.ts';
import { run } from './run.ts';
import type { Session } from './session.ts';
import { State } from './state.ts';
import type { Value } from './values.ts';

const MAX_DEPTH = 6;
const depths = new WeakMap<Session, number>();

/**
 * Whether a function gives its caller a lease that it acquires.
 *
 * Its body is run once, alone, with unknown arguments. Most functions that use connections give none
 * away; callers of those need not look into them. Recursion and deep nesting count as no.
 */
export function givesLease(session: Session, closure: Extract<Value, { k: 'closure' }>): boolean {
  const { file, node } = closure;
  const answer = session.gives.get(node);
  if (answer !== undefined) return answer;
  const depth = depths.get(session) ?? 0;
  if (depth >= MAX_DEPTH) return false;
  session.gives.set(node, false);
  depths.set(session, depth + 1);
  try {
    const isPossible = callsIn(node).some(call => acquiresAt(session, file, call));
    const gives = isPossible && (node.generator ? holds(session, closure) : runs(session, closure));
    session.gives.set(node, gives);
    return gives;
  } finally {
    depths.set(session, depth);
  }
}

/** A generator gives what it holds while it waits for its consumer. */
function holds(session: Session, closure: Extract<Value, { k: 'closure' }>): boolean {
  return session.heldBy(closure, () => exitsOf(session, closure)) !== undefined;
}

function runs(session: Session, closure: Extract<Value, { k: 'closure' }>): boolean {
  return exitsOf(session, closure).some(
    exit => exit.kind !== 'throw' && leasesIn(exit.state, exit.value).size > 0,
  );
}

function exitsOf(session: Session, { file, node }: Extract<Value, { k: 'closure' }>) {
  const graph = session.graphs.of(file, node);
  const start = { state: new State(), trace: undefined };
  return session.aside(() => session.within(node, () => run({ session, graph, depth: 1 }, start)));
}
