import type { Graph, GraphNode, NodeId, Operand } from '../graph.ts';
import { freeRoots, isAmong, withAllMembers } from './mentions.ts';
import { usesOf, type Uses } from './node-uses.ts';

/** What still matters at a node: the roots that are read later, and the keys that a later test reads. */
export interface Liveness {
  isRead(id: NodeId, root: string): boolean;
  isTested(id: NodeId, key: string): boolean;
}

/** Computes liveness backwards over a graph; names are shared with the closures inside it. */
export function livenessOf(graph: Graph, fileKey: string): Liveness {
  const uses = simplified(graph.nodes.map(node => usesOf(graph, node, fileKey)));
  const reads = solve(graph, uses, 'reads');
  const tests = solve(graph, uses, 'tests');
  return {
    isRead: (id, root) => reads[id]?.has(root) ?? false,
    isTested: (id, key) => isAmong(tests[id] ?? new Set(), key),
  };
}

/** Keys that are told apart in one graph; generated code may test thousands. */
const MAX_KEYS = 400;

/** What nodes do with variables; where they test too many members, all members of a variable are one. */
function simplified(uses: readonly Uses[]): readonly Uses[] {
  if (new Set(uses.flatMap(({ tests }) => tests)).size <= MAX_KEYS) return uses;
  return uses.map(use => ({ ...use, tests: use.tests.flatMap(withAllMembers) }));
}

function solve(
  graph: Graph,
  uses: readonly Uses[],
  what: 'reads' | 'tests',
): readonly ReadonlySet<string>[] {
  const live = graph.nodes.map(() => new Set<string>());
  const before = predecessorsOf(graph);
  // Graphs are built from the last node to the first, which is the order to go through them backwards.
  const work = graph.nodes.map((_, id) => id).reverse();
  const isWaiting = graph.nodes.map(() => true);
  for (let id = work.pop(); id !== undefined; id = work.pop()) {
    isWaiting[id] = false;
    const node = graph.nodes[id];
    const here = live[id];
    const use = uses[id];
    if (node === undefined || here === undefined || use === undefined) continue;
    const size = here.size;
    for (const next of successorsOf(node)) addAll(here, live[next], use.kills);
    for (const root of use[what]) here.add(root);
    if (here.size === size) continue;
    for (const earlier of before[id] ?? []) {
      if (isWaiting[earlier]) continue;
      isWaiting[earlier] = true;
      work.push(earlier);
    }
  }
  return live;
}

/** Adds keys, apart from those of one root. */
function addAll(to: Set<string>, keys: ReadonlySet<string> | undefined, except?: string): void {
  for (const key of keys ?? []) if (except === undefined || !isOf(except, key)) to.add(key);
}

function isOf(root: string, key: string): boolean {
  if (!key.startsWith(root)) return false;
  return key.length === root.length || key[root.length] === '.';
}

/** The nodes that control can reach next. */
export function successorsOf(node: GraphNode): readonly NodeId[] {
  switch (node.kind) {
    case 'step':
      return [node.next, node.onThrow];
    case 'branch':
      return [node.yes, node.no];
    case 'each':
      return [node.body, node.done, node.onThrow];
    case 'join':
      return [node.next];
    case 'exit':
      return [];
  }
}

/** The nodes that can come just before each node. */
export function predecessorsOf(graph: Graph): readonly (readonly NodeId[])[] {
  const before: NodeId[][] = graph.nodes.map(() => []);
  for (const [id, node] of graph.nodes.entries()) {
    for (const next of successorsOf(node)) before[next]?.push(id);
  }
  return before;
}

/** The roots that closures made in a graph can read later. */
export function capturedRoots(graph: Graph, fileKey: string): ReadonlySet<string> {
  const roots = new Set<string>();
  for (const node of graph.nodes) {
    for (const operand of operandsOf(node)) {
      if (operand.kind !== 'function') continue;
      for (const root of freeRoots(graph.file, operand.node, fileKey)) roots.add(root);
    }
  }
  return roots;
}

function operandsOf(node: GraphNode): readonly Operand[] {
  if (node.kind !== 'step') return [];
  const { step } = node;
  if (step.op === 'set') return [step.from];
  if (step.op === 'call') return [step.callee, ...step.args.map(arg => arg.value)];
  return step.op === 'object' ? step.fields.map(field => field.value) : [];
}
