import { propertyName } from '../../source/names.ts';
import type { Node, SourceFile, Variable } from '../../source/source-file.ts';
import { isFunction, standsIn } from '../../source/walk.ts';
import { type Call, closureArguments, type Outcome } from './flow.ts';
import { callBody, callUnknown } from './function-calls.ts';
import { callsBackHolding, exitsOf, makesWrapper, runMade } from './giving.ts';
import { invoke } from './invoke.ts';
import { handlerIn, middlewareBefore } from './routes.ts';
import type { Session } from './session.ts';
import type { Closure } from './values.ts';

/** A function that answers requests, and one that holds a connection around it. */
interface Wrapped {
  readonly middleware: Closure;
  /** Where the middleware is named. */
  readonly named: Node;
  readonly handler: Closure;
}

/** `router.get('/orders', transactional, list)`: the last function runs while the middleware holds a connection. */
export function wrappedAt(session: Session, file: SourceFile, node: Node): Wrapped | undefined {
  const last = handlerIn(node);
  if (last === undefined || !mayBeFunction(last)) return undefined;
  const { questions } = session;
  for (const named of middlewareBefore(file, node)) {
    if (!isFunction(named) && !questions.mayLeadToAcquire(file, makerOf(named))) continue;
    const middleware = questions.closureOf(file, named);
    if (middleware === undefined || !holdsAroundNext(session, middleware)) continue;
    const handler = questions.closureOf(file, last);
    return handler && { middleware, named, handler };
  }
  return undefined;
}

/** `transactional(pool)` leads by the name of what makes it, `run.bind(this)` by its own. */
function makerOf(named: Node): Node {
  if (named.type !== 'CallExpression') return named;
  const { callee } = named;
  const isBound = callee.type === 'MemberExpression' && propertyName(callee) === 'bind';
  return makerOf(isBound ? callee.object : callee);
}

/** What runs for each request says nothing of the state in which it is registered. */
export function callRegistration(call: Call): Iterable<Outcome> | undefined {
  const { session, graph } = call.flow;
  const wrapped = wrappedAt(session, graph.file, call.step.node);
  if (wrapped === undefined) return undefined;
  const { middleware, named, handler } = wrapped;
  const args = middleware.node.params.map((_, index, all) =>
    index === all.length - 1 ? handler : undefined,
  );
  const registers = { handler: handler.node, middleware: placeOf(named) };
  const flow = { ...call.flow, registers };
  Array.from(callBody({ ...call, flow, args }, middleware));
  return callUnknown(call);
}

/** A function that stands in the call itself is named by that. */
function placeOf(named: Node): Node {
  return isFunction(named) ? named.parent : named;
}

function mayBeFunction({ type }: Node): boolean {
  return (
    type === 'ArrowFunctionExpression' ||
    type === 'FunctionExpression' ||
    type === 'Identifier' ||
    type === 'MemberExpression'
  );
}

/**
 * `export default withTransaction(async (request, response) => …)`: what it is passed runs while the
 * function that it gives holds a connection, whoever calls that.
 */
export function runWrapper(call: Call, closure: Closure, outcome: Outcome): void {
  const { flow, step } = call;
  const made = outcome.state.read(step.to);
  const [handler] = closureArguments(call);
  if (made?.k !== 'closure' || handler === undefined) return;
  if (!makesWrapper(flow.session, closure)) return;
  if (!holdsAround(flow.session, closure, closure.node.params, runMade)) return;
  const registers = { handler: handler.closure.node, middleware: step.node };
  invoke({ ...flow, registers }, made, [], outcome);
}

/**
 * Whether a function `(context, next)` goes on only while it holds a connection. The `next()` of
 * `(request, response, next)` gives nothing that could be waited for.
 */
function holdsAroundNext(session: Session, closure: Closure): boolean {
  const { params } = closure.node;
  if (params.length !== 2 || !callsBackHolding(session, closure)) return false;
  return holdsAround(session, closure, params.slice(-1), exitsOf);
}

const known = new WeakMap<Session, Map<Node, boolean>>();

/** Whether parameters of a function, as it is run, are called only while a connection is held. */
function holdsAround(
  session: Session,
  closure: Closure,
  params: readonly Node[],
  runs: (session: Session, closure: Closure) => unknown,
): boolean {
  const memo = known.get(session) ?? new Map<Node, boolean>();
  known.set(session, memo);
  const variables = params.flatMap(param => closure.file.variableOf(param) ?? []);
  const isLetGo = (one: Variable) => session.holds.isLetGo(one, () => runs(session, closure));
  const answer = memo.get(closure.node) ?? (variables.length > 0 && !variables.some(isLetGo));
  memo.set(closure.node, answer);
  return answer;
}

/** Notes that a function that nobody looks into may go on with the request while nothing is held. */
export function noteLetGo({ flow, step, at, args }: Call): void {
  const { session, graph } = flow;
  const next = session.holds.watched;
  if (next === undefined) return;
  const values = [at.state.valueOf(step.callee, graph.file), ...args];
  const closures = values.flatMap(value => (value?.k === 'closure' ? [value.node] : []));
  if (isMentioned(next, [step.node, ...closures])) session.holds.letGo();
}

function isMentioned(variable: Variable, places: readonly Node[]): boolean {
  return variable.references.some(({ identifier }) =>
    places.some(place => standsIn(identifier, place)),
  );
}
