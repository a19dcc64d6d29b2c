import { isParameter } from '../../evidence/identity-sources.ts';
import type { Node } from '../../source/source-file.ts';
import { isWaitedFor } from '../../source/returned.ts';
import { standsIn } from '../../source/walk.ts';
import { unwrap } from '../lower/expressions.ts';
import { passedOrigin } from '../work/passed-origin.ts';
import type { Origin } from '../work/pool-work.ts';
import { storageCallOf } from '../work/storage.ts';
import { lentAt } from './births.ts';
import type { Call, Flow, LeaseSite } from './flow.ts';
import type { Value } from './values.ts';

/**
 * Whether a call waits for a parameter of a function around it: for a callback of that function's caller,
 * called here or run by an AsyncLocalStorage.
 */
export function isCallbackOfCaller(call: Call): boolean {
  const { flow, step } = call;
  const { node } = step;
  if (node.type !== 'CallExpression' || !isWaitedFor(node)) return false;
  const stored = storageCallOf(flow.session.questions, flow.graph.file, node)?.callback ?? -1;
  const callee = unwrap(node.arguments[stored] ?? node.callee);
  return isParameter(flow.graph.file, callee);
}

/** Whether a call passes a parameter on that may be a callback of the caller: `inTransaction(work)` in a function of `work`. */
export function passesCallbackOn({ flow, step }: Call): boolean {
  const { node } = step;
  return 'arguments' in node && node.arguments.some(arg => isParameter(flow.graph.file, arg));
}

/** The function that `storage.run(store, work)` or `storage.exit(work)` runs at once, and what it is passed. */
export function storedCallback(
  call: Call,
): { readonly work: Value | undefined; readonly args: Call['args'] } | undefined {
  const position =
    storageCallOf(call.flow.session.questions, call.flow.graph.file, call.step.node)?.callback ??
    -1;
  if (position < 0) return undefined;
  return { work: call.args[position], args: call.args.slice(position + 1) };
}

/**
 * `inTransaction(async () => …)`: a lease that a function holds around the callback it is passed is, for
 * whoever passed it, that of a scope.
 */
export function asScope(flow: Flow, site: LeaseSite, isOurs: (node: Node) => boolean): LeaseSite {
  if (site.hold === 'parameter' || isOurs(site.node)) return site;
  let run: Flow | undefined = flow;
  let isInCallback = false;
  // From the callback to the function that acquired, and from there to the call that passed it.
  while (run !== undefined && !standsIn(site.node, run.graph.owner)) {
    isInCallback ||= isOurs(run.graph.owner);
    run = run.caller?.flow;
  }
  let caller = isInCallback ? run?.caller : undefined;
  while (caller !== undefined && !isOurs(caller.node)) caller = caller.flow.caller;
  if (caller === undefined) return site;
  const { file } = caller.flow.graph;
  const told = { ...site, origin: site.origin && originOutside(flow, site.origin) };
  return lentAt(flow.session.sites, told, { hold: 'scope', file, node: caller.node });
}

/** Where a lease comes from, as the calls that lead to a run pass it. */
function originOutside(flow: Flow, origin: Origin): Origin | undefined {
  const { questions } = flow.session;
  let found: Origin | undefined = origin;
  for (let { graph, caller } = flow; caller && found; { graph, caller } = caller.flow) {
    const at = { file: caller.flow.graph.file, call: caller.node, called: graph };
    found = passedOrigin(questions, found, at);
  }
  return found;
}
