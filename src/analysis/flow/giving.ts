import { canReturnLease } from './can-give.ts';
import { soleReturn } from '../../evidence/identity-sources.ts';
import { isFunction } from '../../source/walk.ts';
import type { Exit } from './flow.ts';
import { callsIn, mayAcquireIn } from './interest.ts';
import { leasesIn } from './reach.ts';
import { run } from './run.ts';
import type { Giving, Session } from './session.ts';
import { State } from './state.ts';
import type { Value } from './values.ts';

type Closure = Extract<Value, { k: 'closure' }>;

const MAX_DEPTH = 6;
const depths = new WeakMap<Session, number>();

/** Whether a function gives in any way; asked anew when it gave none before. */
export function gives(session: Session, closure: Closure): boolean {
  if (session.gives.get(closure.node) === 'none') session.gives.delete(closure.node);
  return givingOf(session, closure) !== 'none';
}

/** Whether a function gives its caller a lease that it acquires. */
export function givesLease(session: Session, closure: Closure): boolean {
  return canReturnLease(closure.node) && givingOf(session, closure) === 'result';
}

/** Whether a callback of its caller is run with a lease that a function acquires: passed on, or held around it. */
export function handsOver(session: Session, closure: Closure): boolean {
  const giving = givingOf(session, closure);
  return giving === 'callback' || giving === 'held' || giving === 'wrapper';
}

/** Whether a function calls a callback of its caller while it holds a lease that it does not pass on. */
export function callsBackHolding(session: Session, closure: Closure): boolean {
  return givingOf(session, closure) === 'held';
}

/** Whether a function makes one that calls a callback of its caller while it holds a lease: `withClient(handler)`. */
export function makesWrapper(session: Session, closure: Closure): boolean {
  return givingOf(session, closure) === 'wrapper';
}

/**
 * How a function gives a lease that it acquires.
 *
 * Its body is run once, alone, with unknown arguments. Most functions that use connections give none
 * away; callers of those need not look into them. Recursion and deep nesting count as no.
 */
function givingOf(session: Session, closure: Closure): Giving {
  const { file, node } = closure;
  const answer = session.gives.get(node);
  if (answer !== undefined) return answer;
  const depth = depths.get(session) ?? 0;
  if (depth >= MAX_DEPTH) return 'none';
  session.gives.set(node, 'none');
  depths.set(session, depth + 1);
  try {
    const isPossible =
      mayAcquireIn(session, file, node) ||
      callsIn(node).some(call => session.questions.scopesIn(file, call));
    const giving = isPossible ? find(session, closure) : 'none';
    session.gives.set(node, giving);
    return giving;
  } finally {
    depths.set(session, depth);
  }
}

function find(session: Session, closure: Closure): Giving {
  if (closure.node.generator) return holds(session, closure) ? 'result' : 'none';
  let isResult = false;
  let isCallback = false;
  const isHeld = session.holds.calledBack.isSeenIn(() => {
    isCallback = session.calledBack.isSeenIn(() => {
      isResult = runs(session, closure);
    });
  });
  if (isResult) return 'result';
  if (isCallback) return 'callback';
  if (isHeld) return 'held';
  const isWrapper = session.holds.calledBack.isSeenIn(() => runMade(session, closure));
  return isWrapper ? 'wrapper' : 'none';
}

/** Runs the function that a function makes, alone, with unknown arguments. */
export function runMade(session: Session, closure: Closure): void {
  const made = soleReturn(closure.node);
  if (made === undefined || !isFunction(made)) return;
  exitsOf(session, { k: 'closure', file: closure.file, node: made });
}

/** A generator gives what it holds while it waits for its consumer. */
function holds(session: Session, closure: Closure): boolean {
  return session.heldBy(closure, () => exitsOf(session, closure)) !== undefined;
}

function runs(session: Session, closure: Closure): boolean {
  return exitsOf(session, closure).some(
    exit => exit.kind !== 'throw' && leasesIn(exit.state, exit.value).size > 0,
  );
}

/** Runs a function alone, with unknown arguments, and gives its exits. */
export function exitsOf(session: Session, { file, node }: Closure): readonly Exit[] {
  const graph = session.graphs.of(file, node);
  const start = { state: new State(), trace: undefined };
  return session.aside(() => session.within(node, () => run({ session, graph, depth: 1 }, start)));
}
