import type { Node } from '../../source/source-file.ts';
import { isFunction } from '../../source/walk.ts';
import type { Graph, NodeId, Operand, Place } from '../graph.ts';
import { keyOf } from '../graph.ts';
import type { Caller, Flow } from './flow.ts';
import type { State } from './state.ts';
import type { Value } from './values.ts';

/**
 * `disconnect(client, pool)` with `if (pool)` in it: what a function finds out of a parameter, its caller
 * knows of what it passed, for as long as something behind the call still asks.
 */
export function tellCaller(flow: Flow, state: State, operand: Operand, value: Value): State {
  const { caller } = flow;
  const place = caller && passedIn(flow, caller, operand);
  if (caller === undefined || place === undefined) return state;
  if (state.read(place) !== undefined || !isAskedAfter(caller, place)) return state;
  return tellCaller(caller.flow, state.write(place, value), place, value);
}

/** The caller's place of what a parameter holds. */
function passedIn({ graph, session }: Flow, caller: Caller, operand: Operand): Place | undefined {
  const { owner, file } = graph;
  if (operand.kind !== 'place' || operand.path.length > 0 || !isFunction(owner)) return undefined;
  const index = owner.params.findIndex(
    one => one.type === 'Identifier' && operand.root.endsWith(`@${one.range[0]}`),
  );
  const parameter = owner.params[index];
  if (parameter === undefined || isWritten(file.variableOf(parameter)?.references))
    return undefined;
  if (!isCalled(caller, session, owner)) return undefined;
  const found = callsIn(caller.flow.graph).get(caller.node);
  const argument = found?.args.slice(0, index + 1).some(({ spread }) => spread)
    ? undefined
    : found?.args[index]?.value;
  return argument?.kind === 'place' ? argument : undefined;
}

function isWritten(references: readonly { isWrite(): boolean }[] = []): boolean {
  return references.some(one => one.isWrite());
}

/** Whether the call names the function itself; what is called back is passed something else. */
function isCalled({ flow, node }: Caller, { questions }: Flow['session'], owner: Node): boolean {
  if (node.type !== 'CallExpression') return false;
  const shape = questions.shapeOf(flow.graph.file, node.callee);
  return shape?.kind === 'function' && shape.node === owner;
}

interface Called {
  readonly args: readonly { readonly value: Operand; readonly spread: boolean }[];
  /** Where control goes from there; a `finally` is there several times. */
  readonly next: readonly NodeId[];
}

const calls = new WeakMap<Graph, ReadonlyMap<Node, Called>>();

function callsIn(graph: Graph): ReadonlyMap<Node, Called> {
  const known = calls.get(graph);
  if (known !== undefined) return known;
  const found = new Map<Node, Called>();
  for (const one of graph.nodes) {
    if (one.kind !== 'step' || one.step.op !== 'call') continue;
    const { args, node } = one.step;
    found.set(node, { args, next: [...(found.get(node)?.next ?? []), one.next, one.onThrow] });
  }
  calls.set(graph, found);
  return found;
}

function isAskedAfter({ flow, node }: Caller, place: Place): boolean {
  const plan = flow.session.graphs.planOf(flow.graph);
  const next = callsIn(flow.graph).get(node)?.next ?? [];
  return next.some(id => plan.isAsked(id, place.root, keyOf(place)));
}
