import type { Node } from '../../source/source-file.ts';
import { isFunction } from '../../source/walk.ts';
import { unwrap } from '../lower/expressions.ts';
import { lent } from './births.ts';
import type { Call, Flow, LeaseSite } from './flow.ts';
import type { Value } from './values.ts';

/**
 * Whether a call waits for a parameter of a function around it: for a callback of that function's caller,
 * called here or run by an AsyncLocalStorage.
 */
export function isCallbackOfCaller(call: Call): boolean {
  const { flow, step } = call;
  const { node } = step;
  const isAwaited = /^(?:AwaitExpression|ReturnStatement|ArrowFunctionExpression)$/;
  if (node.type !== 'CallExpression' || !isAwaited.test(node.parent.type)) return false;
  const callee = unwrap(runsInStorage(call) ? (node.arguments[1] ?? node) : node.callee);
  const definition =
    callee.type === 'Identifier' ? flow.graph.file.variableOf(callee)?.defs[0] : undefined;
  return definition?.type === 'Parameter' && isFunction(definition.node);
}

/** The function that `storage.run(store, work)` runs at once. */
export function storedCallback(call: Call): Value | undefined {
  return runsInStorage(call) ? call.args[1] : undefined;
}

function runsInStorage({ flow, step }: Call): boolean {
  const { node, method } = step;
  if (method !== 'run' || node.type !== 'CallExpression' || node.arguments.length < 2) return false;
  const callee = unwrap(node.callee);
  if (callee.type !== 'MemberExpression') return false;
  const shape = flow.session.questions.shapeOf(flow.graph.file, callee.object);
  return shape?.kind === 'package-export' && shape.path.includes('AsyncLocalStorage');
}

/**
 * `inTransaction(async () => …)`: a lease that a function holds around the callback it is passed is, for
 * whoever passed it, that of a scope.
 */
export function asScope(flow: Flow, site: LeaseSite, isOurs: (node: Node) => boolean): LeaseSite {
  if (site.hold === 'parameter' || isOurs(site.node)) return site;
  let { caller } = flow;
  // From the callback to the function that calls it, and from there to the call that passed it.
  while (caller !== undefined && !isOurs(caller.node)) caller = caller.flow.caller;
  if (caller === undefined) return site;
  const { sites } = flow.session;
  const { driver, type, evidence, origin } = site;
  const { file } = caller.flow.graph;
  const about = { driver, type, evidence, origin, file, node: caller.node };
  return sites.of(sites.at(lent({ hold: 'scope', ...about }))) ?? site;
}
