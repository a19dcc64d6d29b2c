import type { Node, SourceFile } from '../../source/source-file.ts';
import { nodesIn } from '../../source/walk.ts';
import type { Graph, GraphNode, NodeId, Operand, Place, Step, Test } from '../graph.ts';
import { keyOf, resultPlace } from '../graph.ts';
import { Builder } from '../lower/builder.ts';
import { isAmong, keysMentionedIn } from './mentions.ts';

/** What still matters at a node: the roots that are read later, and the keys that a later test reads. */
export interface Liveness {
  isRead(id: NodeId, root: string): boolean;
  isTested(id: NodeId, key: string): boolean;
}

interface Uses {
  readonly reads: readonly string[];
  readonly tests: readonly string[];
  readonly kills: string | undefined;
}

/** Computes liveness backwards over a graph; names are shared with the closures inside it. */
export function livenessOf(graph: Graph, fileKey: string): Liveness {
  const uses = graph.nodes.map(node => usesOf(graph, node, fileKey));
  const reads = solve(graph, uses, 'reads');
  const tests = solve(graph, uses, 'tests');
  return {
    isRead: (id, root) => reads[id]?.has(root) ?? false,
    isTested: (id, key) => isAmong(tests[id] ?? new Set(), key),
  };
}

function solve(
  graph: Graph,
  uses: readonly Uses[],
  what: 'reads' | 'tests',
): readonly ReadonlySet<string>[] {
  const live = graph.nodes.map(() => new Set<string>());
  const before = predecessorsOf(graph);
  const work = graph.nodes.map((_, id) => id);
  for (let id = work.pop(); id !== undefined; id = work.pop()) {
    const node = graph.nodes[id];
    const here = live[id];
    const use = uses[id];
    if (node === undefined || here === undefined || use === undefined) continue;
    const size = here.size;
    for (const next of successorsOf(node)) addAll(here, live[next], use.kills);
    for (const root of use[what]) here.add(root);
    if (here.size > size) work.push(...(before[id] ?? []));
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

function usesOf(graph: Graph, node: GraphNode, fileKey: string): Uses {
  const none: Uses = { reads: [], tests: [], kills: undefined };
  switch (node.kind) {
    case 'step':
      return stepUses(graph, node.step, fileKey);
    case 'branch': {
      const operands = testOperands(node.test);
      const reads = operands.flatMap(operand => rootsOf(graph, operand, fileKey));
      const tests = operands.flatMap(operand => keysOf(graph, operand, fileKey));
      return { reads, tests, kills: undefined };
    }
    case 'each':
      return { ...none, reads: rootsOf(graph, node.iterable, fileKey), kills: node.to.root };
    case 'exit':
      return node.exit === 'return' ? giving(resultPlace(graph.id).root) : none;
    case 'join':
      return none;
  }
}

/** What a function gives decides its caller's tests. */
function giving(root: string): Uses {
  return { reads: [root], tests: [root], kills: undefined };
}

function testOperands(test: Test): readonly Operand[] {
  switch (test.kind) {
    case 'truthy':
    case 'nullish':
      return [test.value];
    case 'equal':
      return [test.left, test.right];
    case 'unknown':
      return test.holds ? [test.holds] : [];
    case 'unmatched':
      return [];
  }
}

function stepUses(graph: Graph, step: Step, fileKey: string): Uses {
  const all = (operands: readonly (Operand | undefined)[]): readonly string[] =>
    operands.flatMap(operand => (operand ? rootsOf(graph, operand, fileKey) : []));
  const keys = (operands: readonly (Operand | undefined)[]): readonly string[] =>
    operands.flatMap(operand => (operand ? keysOf(graph, operand, fileKey) : []));
  const kill = (to: Place): string | undefined => (to.path.length === 0 ? to.root : undefined);
  switch (step.op) {
    case 'set': {
      const from = all([step.from]);
      // Writing a member needs its object.
      const object = step.to.path.length === 0 ? [] : [step.to.root];
      return { reads: [...from, ...object], tests: keys([step.from]), kills: kill(step.to) };
    }
    case 'call': {
      const operands = [step.receiver, step.callee, ...step.args.map(arg => arg.value)];
      // An argument decides the tests inside the callee.
      return { reads: all(operands), tests: keys(operands), kills: kill(step.to) };
    }
    case 'await':
    case 'yield':
      return { reads: all([step.value]), tests: [], kills: kill(step.to) };
    case 'object':
      return { reads: all(step.fields.map(f => f.value)), tests: [], kills: kill(step.to) };
    case 'dispose':
      return { reads: [step.what.root], tests: prefixesOf(step.what), kills: undefined };
    case 'finish':
      return { reads: all([step.iterable]), tests: [], kills: undefined };
    case 'catch':
      return { reads: [], tests: [], kills: step.to?.root };
    case 'leave':
      return { reads: [], tests: [], kills: undefined };
  }
}

function rootsOf(graph: Graph, operand: Operand, fileKey: string): readonly string[] {
  if (operand.kind === 'place') return [operand.root];
  return operand.kind === 'function' ? freeRoots(graph.file, operand.node, fileKey) : [];
}

/** The keys that reading an operand reads. */
function keysOf(graph: Graph, operand: Operand, fileKey: string): readonly string[] {
  if (operand.kind === 'place') return prefixesOf(operand);
  return operand.kind === 'function' ? keysMentionedIn(graph.file, operand.node, fileKey) : [];
}

function prefixesOf(place: Place): readonly string[] {
  const parents = place.path.map((_, index) => keyOf({ ...place, path: place.path.slice(0, index) }));
  return [...parents, keyOf(place)];
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

const known = new WeakMap<Node, readonly string[]>();

/** The roots that a closure mentions, its own included. */
export function freeRoots(file: SourceFile, owner: Node, fileKey: string): readonly string[] {
  const cached = known.get(owner);
  if (cached !== undefined) return cached;
  const b = new Builder(file, fileKey, owner);
  const roots = new Set([b.self.root]);
  for (const node of nodesIn(owner)) if (node.type === 'Identifier') roots.add(b.rootOf(node));
  const list = [...roots];
  known.set(owner, list);
  return list;
}
