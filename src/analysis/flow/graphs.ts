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
    return graph;
  }

  planOf(graph: Graph): Plan {
    const known = this.#plans.get(graph);
    if (known !== undefined) return known;
    const liveness = livenessOf(graph, this.fileKey(graph.file));
    const before = predecessorsOf(graph);
    const suffix = `:${graph.id}`;
    const captured = capturedRoots(graph, this.fileKey(graph.file));
    const plan: Plan = {
      ...liveness,
      isJoin: id => (before[id]?.length ?? 0) > 1 || graph.nodes[id]?.kind === 'join',
      owns: root =>
        (graph.locals.has(root) && !captured.has(root)) ||
        (/^[%$]/.test(root) && root.endsWith(suffix) && !root.startsWith('$each')),
    };
    this.#plans.set(graph, plan);
    return plan;
  }
}
