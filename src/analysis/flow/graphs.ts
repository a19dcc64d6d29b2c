import type { FunctionNode, Node, SourceFile } from '../../source/source-file.ts';
import type { Graph, NodeId } from '../graph.ts';
import { lowerFunction } from '../lower/function.ts';
import { capturedRoots, livenessOf, predecessorsOf } from './liveness.ts';

/** What is worked out once for a graph. */
export interface Plan {
  isJoin(id: NodeId): boolean;
  isRead(id: NodeId, root: string): boolean;
  isTested(id: NodeId, root: string): boolean;
  /** Whether a root belongs to this graph alone: no closure and nobody outside can read it. */
  owns(root: string): boolean;
}

/** What outlives a file's session: graphs and file keys of one analyser. */
export interface Memory {
  readonly graphs: WeakMap<Node, Graph>;
  readonly fileKeys: Map<string, string>;
  /** The graph that declares a root. */
  readonly owners: Map<string, Graph>;
}

/** The graphs of a run, lowered once, and what is worked out once for each. */
export class Graphs {
  readonly #memory: Memory;
  readonly #plans = new WeakMap<Graph, Plan>();

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  fileKey(file: SourceFile): string {
    const known = this.#memory.fileKeys.get(file.path);
    if (known !== undefined) return known;
    const key = `f${this.#memory.fileKeys.size}:`;
    this.#memory.fileKeys.set(file.path, key);
    return key;
  }

  of(file: SourceFile, owner: FunctionNode | SourceFile['program']): Graph {
    const known = this.#memory.graphs.get(owner);
    if (known !== undefined) return known;
    const graph = lowerFunction(file, owner, this.fileKey(file));
    this.#memory.graphs.set(owner, graph);
    for (const root of graph.locals) this.#memory.owners.set(root, graph);
    return graph;
  }

  /** The graph that declares a variable, if it was lowered. */
  ownerOf(root: string): Graph | undefined {
    return this.#memory.owners.get(root);
  }

  /** Whether a variable outlives a graph: it belongs to the module, to nobody known, or to a function around it. */
  isOutside(root: string, graph: Graph): boolean {
    const owner = this.#memory.owners.get(root);
    if (owner === undefined) return true;
    if (owner.file !== graph.file || owner === graph) return false;
    const [start, end] = graph.owner.range;
    const [outerStart, outerEnd] = owner.owner.range;
    return outerStart <= start && end <= outerEnd;
  }

  planOf(graph: Graph): Plan {
    const known = this.#plans.get(graph);
    if (known !== undefined) return known;
    const liveness = livenessOf(graph, this.fileKey(graph.file));
    const before = predecessorsOf(graph);
    const suffix = `:${graph.id}`;
    const captured = capturedRoots(graph, this.fileKey(graph.file));
    const isOwnLocal = (root: string): boolean => graph.locals.has(root);
    // Control comes to the entry from outside too: it may be the head of a loop.
    const waysTo = (id: NodeId): number => (before[id]?.length ?? 0) + (id === graph.entry ? 1 : 0);
    const plan: Plan = {
      ...liveness,
      isJoin: id => waysTo(id) > 1 || graph.nodes[id]?.kind === 'join',
      owns: root => (isOwnLocal(root) && !captured.has(root)) || isOwnTemporary(root, suffix),
    };
    this.#plans.set(graph, plan);
    return plan;
  }
}

function isOwnTemporary(root: string, suffix: string): boolean {
  const isTemporary = root.startsWith('%') || (root.startsWith('$') && !root.startsWith('$each'));
  return isTemporary && root.endsWith(suffix);
}
