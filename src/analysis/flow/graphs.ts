import type { FunctionNode, Node, SourceFile } from '../../source/source-file.ts';
import type { Graph, NodeId } from '../graph.ts';
import { lowerFunction } from '../lower/function.ts';
import { capturedRoots, livenessOf, predecessorsOf } from './liveness.ts';
import { endsWithin } from './mentions.ts';

/** What is worked out once for a graph. */
export interface Plan {
  isJoin(id: NodeId): boolean;
  isRead(id: NodeId, root: string): boolean;
  /** Whether a later step, here or elsewhere, may ask for what is known under a key. */
  isAsked(id: NodeId, root: string, key: string): boolean;
  /** Whether what is known of a root is over with its last test in this graph, unless a closure that mentions it is left. */
  endsHere(root: string): boolean;
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
    // A file may have been read into two trees, in which a variable stands in the same place.
    if (owner.file.path !== graph.file.path) return false;
    const [start, end] = graph.owner.range;
    const [outerStart, outerEnd] = owner.owner.range;
    const isSame = outerStart === start && outerEnd === end;
    return !isSame && outerStart <= start && end <= outerEnd;
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
    const owns = (root: string): boolean =>
      (isOwnLocal(root) && !captured.has(root)) || isOwnTemporary(root, suffix);
    const ends = new Map<string, boolean>();
    const endsHere = (root: string): boolean => {
      const answer = ends.get(root) ?? (!owns(root) && this.#endsIn(graph, root));
      ends.set(root, answer);
      return answer;
    };
    const plan: Plan = {
      isRead: liveness.isRead,
      isAsked: (id, root, key) =>
        owns(root) || endsHere(root)
          ? liveness.isTested(id, key)
          : !root.startsWith('global:') || key !== root,
      endsHere,
      owns,
      isJoin: id => waysTo(id) > 1 || graph.nodes[id]?.kind === 'join',
    };
    this.#plans.set(graph, plan);
    return plan;
  }

  #endsIn({ file, owner }: Graph, root: string): boolean {
    const declarer = this.#memory.owners.get(root);
    if (declarer?.file !== file || declarer.owner.type === 'Program') return false;
    const fileKey = this.fileKey(file);
    return endsWithin(file, root, { declarer: declarer.owner, owner, fileKey });
  }
}

function isOwnTemporary(root: string, suffix: string): boolean {
  const isTemporary = root.startsWith('%') || (root.startsWith('$') && !root.startsWith('$each'));
  return isTemporary && root.endsWith(suffix);
}
