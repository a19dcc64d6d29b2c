import type { Node } from '../../source/source-file.ts';
import { acquiresAt, callsIn } from './interest.ts';
import { leasesIn } from './reach.ts';
import { run } from './run.ts';
import type { Session } from './session.ts';
import { State } from './state.ts';
import type { Value } from './values.ts';

const MAX_DEPTH = 6;
const answers = new WeakMap<Session, { readonly memo: Map<Node, boolean>; depth: number }>();

/**
 * Whether a function gives its caller a lease that it acquires.
 *
 * Its body is run once, alone, with unknown arguments. Most functions that use connections give none
 * away; callers of those need not look into them. Recursion and deep nesting count as no.
 */
export function givesLease(session: Session, closure: Extract<Value, { k: 'closure' }>): boolean {
  const known = answers.get(session) ?? { memo: new Map<Node, boolean>(), depth: 0 };
  answers.set(session, known);
  const { file, node } = closure;
  const answer = known.memo.get(node);
  if (answer !== undefined) return answer;
  if (known.depth >= MAX_DEPTH) return false;
  known.memo.set(node, false);
  known.depth++;
  try {
    const isPossible = callsIn(node).some(call => acquiresAt(session, file, call));
    const gives = isPossible && (node.generator ? holds(session, closure) : runs(session, closure));
    known.memo.set(node, gives);
    return gives;
  } finally {
    known.depth--;
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
