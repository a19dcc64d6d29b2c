import type { Node } from '../../source/source-file.ts';
import type { Call } from './flow.ts';
import { anchorOf } from './held.ts';
import { isCertain } from './late-use.ts';
import type { State } from './state.ts';
import type { Value } from './values.ts';

/** Notes statements of one lease that `Promise.all` or `Promise.allSettled` waits for together. */
export function noteTogether(call: Call, list: Value | undefined): void {
  const { flow, step, at } = call;
  const { session, graph } = flow;
  if (session.notes.isQuiet) return;
  const anchor = anchorOf(flow, step.node);
  if (anchor === undefined) return;
  for (const id of new Set([...severalIn(at.state, list), ...visitedBy(call)])) {
    const site = session.sites.of(id);
    if (site === undefined || site.type.pipelines === true) continue;
    if (at.state.statusOf(id) !== 'live' || !isCertain(flow, id)) continue;
    session.uses.noteBatch({ site, file: graph.file, node: step.node, ...anchor });
  }
}

/** The leases whose statements all members of a list wait for. */
export function runsIn(state: State, list: Value | undefined): readonly string[] {
  if (list?.k !== 'ref') return [];
  const members = [...(state.heap.get(list.id)?.values() ?? [])].flatMap(elements);
  return [...new Set(members.flatMap(runsOf))];
}

/** The leases on which at least two members run a statement; of a list that is filled by `push`, any. */
function severalIn(state: State, list: Value | undefined): readonly string[] {
  if (list?.k !== 'ref') return [];
  const members = [...(state.heap.get(list.id) ?? [])];
  const ids = members.flatMap(([key, value]) => {
    const runs = elements(value).flatMap(runsOf);
    return key === '*' ? [...runs, ...runs] : runs;
  });
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}

function elements(value: Value): readonly Value[] {
  return value.k === 'any' ? value.of : [value];
}

function runsOf(value: Value): readonly string[] {
  return value.k === 'promise' ? (value.runs ?? []) : [];
}

/** `Promise.all(ids.map(id => client.query(…)))`, or a constant that holds the `map`. */
function visitedBy({ step, flow }: Call): readonly string[] {
  const list = step.node.type === 'CallExpression' ? step.node.arguments[0] : undefined;
  const parts = list?.type === 'ArrayExpression' ? list.elements.flatMap(spread) : [list];
  const { file } = flow.graph;
  return parts.flatMap(part => {
    const made = part?.type === 'Identifier' ? initialOf(file.variableOf(part)?.defs) : part;
    return made ? [...flow.session.uses.visitedIn(made)] : [];
  });
}

function spread(element: Node | null): readonly Node[] {
  return element?.type === 'SpreadElement' ? [element.argument] : [];
}

function initialOf(definitions: readonly { readonly node: Node }[] | undefined): Node | undefined {
  const declarator = definitions?.[0]?.node;
  return declarator?.type === 'VariableDeclarator' ? (declarator.init ?? undefined) : undefined;
}
