import type { Driver } from '../../drivers/driver.ts';
import type { Shape } from '../../evidence/shape.ts';
import type { EvidenceSource } from '../../evidence/syntax.ts';
import type { FunctionNode, Node, SourceFile } from '../../source/source-file.ts';
import type { Graph, NodeId } from '../graph.ts';
import { lowerFunction } from '../lower/function.ts';
import { isFunction } from '../lower/builder.ts';
import type { Exit, Flow, LeaseSite } from './flow.ts';
import { interestOf } from './interest.ts';
import { capturedRoots, livenessOf, predecessorsOf } from './liveness.ts';
import { acquireNamesOf, acquireOf } from './driver-methods.ts';
import type { State } from './state.ts';
import type { Value } from './values.ts';

/** What is worked out once for a graph. */
export interface Plan {
  isJoin(id: NodeId): boolean;
  isRead(id: NodeId, root: string): boolean;
  isTested(id: NodeId, root: string): boolean;
  /** Whether a root belongs to this graph alone: no closure and nobody outside can read it. */
  owns(root: string): boolean;
}

/** An open exit as the flow saw it. */
export interface OpenEnd {
  readonly lease: string;
  readonly exit: Exit;
  readonly graph: Graph;
  /** The root function whose run saw it. */
  readonly root: Node | undefined;
  /** Somebody outside has the lease too; it counts only if the function meant to release it itself. */
  readonly isStored: boolean;
}

/** Steps one root function may take before the analysis gives up on it. */
export const STEP_BUDGET = 60_000;

/** What all runs of one file share: evidence, lease sites, graphs, and what was noted. */
export class Session {
  readonly considersPossible: boolean;
  readonly evidence: EvidenceSource;
  readonly drivers: readonly Driver[];
  readonly sites = new Map<string, LeaseSite>();
  /** Names of methods that may acquire. */
  readonly acquireNames: ReadonlySet<string>;
  readonly reaches: SessionOptions['reaches'];
  readonly openEnds: OpenEnd[] = [];
  readonly #released = new Set<string>();
  readonly #doubted = new Set<string>();
  readonly exhausted = new Set<Graph>();
  readonly #names = new Map<string, string>();
  readonly #graphs: WeakMap<Node, Graph>;
  readonly #plans = new WeakMap<Graph, Plan>();
  readonly #active = new Set<Node>();
  readonly #fileKeys: Map<string, string>;
  readonly #held = new Map<Node, LeaseSite | undefined>();
  readonly #anchored = new Set<string>();
  #steps = 0;
  #root: Node | undefined;
  #isQuiet = false;

  constructor({ evidence, drivers, considersPossible, memory, reaches }: SessionOptions) {
    this.reaches = reaches;
    this.evidence = evidence;
    this.drivers = drivers;
    this.considersPossible = considersPossible;
    this.acquireNames = acquireNamesOf(drivers);
    this.#graphs = memory.graphs;
    this.#fileKeys = memory.fileKeys;
  }

  /** Starts with a new root function: what is noted from now on is noted of it. */
  begin(owner: Node): void {
    this.#steps = 0;
    this.#root = owner;
  }

  /** Counts a step; `false` when the budget is used up. */
  spend(graph: Graph): boolean {
    if (++this.#steps <= STEP_BUDGET) return true;
    this.exhausted.add(graph);
    return false;
  }

  fileKey(file: SourceFile): string {
    const known = this.#fileKeys.get(file.path);
    if (known !== undefined) return known;
    const key = `f${this.#fileKeys.size}:`;
    this.#fileKeys.set(file.path, key);
    return key;
  }

  graphOf(file: SourceFile, owner: FunctionNode | SourceFile['program']): Graph {
    const known = this.#graphs.get(owner);
    if (known !== undefined) return known;
    const graph = lowerFunction(file, owner, this.fileKey(file));
    this.#graphs.set(owner, graph);
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

  shapeOf(file: SourceFile, node: Node): Shape | undefined {
    return this.evidence.shapeOf(file, node);
  }

  /** The function an expression certainly is, as a closure to invoke. */
  closureOf(file: SourceFile, node: Node): Extract<Value, { k: 'closure' }> | undefined {
    if (isFunction(node)) return { k: 'closure', file, node };
    const shape = this.shapeOf(file, node);
    return shape?.kind === 'function'
      ? { k: 'closure', file: shape.file, node: shape.node }
      : undefined;
  }

  isExhaustive(file: SourceFile, node: Node): boolean {
    return node.type === 'SwitchStatement' && (this.evidence.exhaustive(file, node) ?? false);
  }

  /** Whether the program does not go on after a call: `process.exit()`, or a type says `never`. */
  endsHere(file: SourceFile, node: Node): boolean {
    if (node.type !== 'CallExpression') return false;
    const { callee } = node;
    if (callee.type === 'MemberExpression' && callee.property.type === 'Identifier') {
      const isProcess = callee.object.type === 'Identifier' && callee.object.name === 'process';
      if (isProcess && ['exit', 'abort', 'reallyExit'].includes(callee.property.name)) return true;
    }
    // A call whose value is used gives one; asking a type checker about each would cost too much.
    if (node.parent?.type !== 'ExpressionStatement' && node.parent?.type !== 'ReturnStatement')
      return false;
    return this.evidence.isNever(file, node);
  }

  isInteresting(
    flow: Flow,
    closure: Extract<Value, { k: 'closure' }>,
    args: readonly (Value | undefined)[],
    state: State,
  ): boolean {
    return interestOf(flow.session, closure, args, state);
  }

  isActive(node: Node): boolean {
    return this.#active.has(node);
  }

  within<T>(node: Node, work: () => T): T {
    this.#active.add(node);
    try {
      return work();
    } finally {
      this.#active.delete(node);
    }
  }

  /** Does something that must leave no notes: a question, not a path. */
  quietly<T>(work: () => T): T {
    const before = this.#isQuiet;
    this.#isQuiet = true;
    try {
      return work();
    } finally {
      this.#isQuiet = before;
    }
  }

  siteOf(id: string): LeaseSite | undefined {
    return this.sites.get(id) ?? this.sites.get(baseOf(id));
  }

  siteAt(site: Omit<LeaseSite, 'id'>): string {
    const id = `${this.fileKey(site.file)}${site.node.range[0]}-${site.node.range[1]}`;
    if (!this.sites.has(id)) this.sites.set(id, { ...site, id });
    return id;
  }

  /** A standalone connection counts from the call that opens it. */
  anchor(id: string, file: SourceFile, node: Node): void {
    const site = this.siteOf(id);
    if (site?.standalone !== true || site.file !== file || this.#anchored.has(site.id)) return;
    this.#anchored.add(site.id);
    this.sites.set(site.id, { ...site, node });
  }

  /** Makes room for another lease of the same site: one that is still open becomes the previous one. */
  makeRoom(id: string, state: State): State {
    return state.statusOf(id) === 'live'
      ? state.rename(id, previousOf(id))
      : state.setStatus(id, undefined);
  }

  nameLease(id: string, root: string): void {
    if (!this.#names.has(baseOf(id)) && !/^[%$]/.test(root)) this.#names.set(baseOf(id), root);
  }

  /** Names a lease after the callback parameter that receives it. */
  nameArgument(id: string, closure: Extract<Value, { k: 'closure' }>, index: number): void {
    const parameter = closure.node.params[index];
    if (parameter?.type === 'Identifier') this.nameLease(id, `${parameter.name}@`);
  }

  /** The variable that first held a lease. */
  nameOf(id: string): string | undefined {
    const root = this.#names.get(id);
    return root === undefined ? undefined : (/^(?:f\d+:)?(.*)@\d*$/.exec(root)?.[1] ?? root);
  }

  /** The lease that a generator holds while it waits for its consumer, found by running `probe` once. */
  heldBy(closure: Extract<Value, { k: 'closure' }>, probe: () => void): LeaseSite | undefined {
    const { node } = closure;
    if (this.#held.has(node)) return this.#held.get(node);
    this.#held.set(node, undefined);
    this.quietly(probe);
    return this.#held.get(node);
  }

  noteYield(graph: Graph, state: State): void {
    for (const [id, status] of state.leases) {
      if (status === 'live') this.#held.set(graph.owner, this.siteOf(id));
    }
  }

  /** Notes that some path of this root releases a lease. */
  noteRelease(id: string): void {
    if (!this.#isQuiet) this.#released.add(this.#inRoot(id));
  }

  /** Notes that somebody we cannot see into may release a lease. */
  noteDoubt(id: string): void {
    if (!this.#isQuiet) this.#doubted.add(this.#inRoot(id));
  }

  isReleasedIn(root: Node | undefined, id: string): boolean {
    return this.#released.has(inRoot(root, id));
  }

  isDoubtedIn(root: Node | undefined, id: string): boolean {
    return this.#doubted.has(inRoot(root, id));
  }

  #inRoot(id: string): string {
    return inRoot(this.#root, id);
  }

  noteOpenExit(lease: string, exit: Exit, graph: Graph, isStored = false): void {
    if (!this.#isQuiet) this.openEnds.push({ lease, exit, graph, isStored, root: this.#root });
  }

  /** A lease is used: if it was not taken yet, it is now. */
  take(id: string, state: State): State {
    const isWaiting = state.statusOf(id) === 'idle' && this.siteOf(id)?.isLazy === true;
    return isWaiting ? state.setStatus(id, 'live') : state;
  }

  releaseNow(id: string, state: State): State {
    this.noteRelease(id);
    return state.setStatus(id, 'released');
  }

  /** Ends a lease if `method` is one that does. */
  releaseBy(id: string, method: string, state: State): State {
    const type = this.siteOf(id)?.type;
    const isRelease = type?.release.includes(method) || type?.destroy?.includes(method);
    return isRelease ? this.releaseNow(id, state) : state;
  }

  /** Ends every lease that came from the pool in a place. */
  closePool(place: string, state: State): State {
    let next = state;
    for (const [id, status] of state.leases) {
      if (status === 'live' && this.siteOf(id)?.pool === place) next = this.releaseNow(id, next);
    }
    return next;
  }

  /** Whether a call acquires, by itself. */
  acquiresIn(file: SourceFile, call: Node): boolean {
    if (!this.#couldAcquire(file, call)) return false;
    const found = acquireOf(this, file, call);
    return found?.kind === 'acquire' || found?.kind === 'standalone';
  }

  /** Asking what a value is costs more than reading the name of what is called. */
  #couldAcquire(file: SourceFile, call: Node): boolean {
    if (call.type !== 'CallExpression' && call.type !== 'NewExpression') return false;
    const { callee } = call;
    if (callee.type === 'MemberExpression' && callee.property.type === 'Identifier') {
      return this.acquireNames.has(callee.property.name);
    }
    return callee.type === 'Identifier' &&
      file.variableOf(callee)?.defs[0]?.type === 'ImportBinding'
      ? true
      : callee.type !== 'Identifier' || this.acquireNames.has(callee.name);
  }

  /** Whether the function behind a callee can be one that acquires: a package's own functions are not. */
  mayLeadToAcquire(file: SourceFile, callee: Node): boolean {
    const root = rootOf(callee);
    if (root.type !== 'Identifier') return true;
    const definition = file.variableOf(root)?.defs[0];
    if (definition === undefined) return false;
    if (definition.type !== 'ImportBinding') return true;
    const declaration = definition.parent;
    if (declaration?.type !== 'ImportDeclaration') return true;
    return this.reaches(declaration.source.value, file.path);
  }
}

/** The leftmost part of a chain of members and calls. */
function rootOf(node: Node): Node {
  let root = node;
  for (;;) {
    if (root.type === 'MemberExpression') root = root.object;
    else if (root.type === 'CallExpression') root = root.callee;
    else if (root.type === 'TSNonNullExpression' || root.type === 'AwaitExpression') {
      root = root.type === 'AwaitExpression' ? root.argument : root.expression;
    } else return root;
  }
}

/** What a session works with. */
export interface SessionOptions {
  readonly evidence: EvidenceSource;
  readonly drivers: readonly Driver[];
  readonly considersPossible: boolean;
  readonly memory: Memory;
  /** Whether an imported file acquires, or re-exports one that does. */
  readonly reaches: (specifier: string, from: string) => boolean;
}

/** What outlives a file's session: graphs and file keys of one analyser. */
export interface Memory {
  readonly graphs: WeakMap<Node, Graph>;
  readonly fileKeys: Map<string, string>;
}

function inRoot(root: Node | undefined, id: string): string {
  return `${root?.range[0]} ${root?.type} ${baseOf(id)}`;
}

/** The id of the lease that the same site gave before. */
export function previousOf(id: string): string {
  return id.endsWith('~') ? id : `${id}~`;
}

/** The id of a site, whichever of its leases is meant. */
export function baseOf(id: string): string {
  return id.endsWith('~') ? id.slice(0, -1) : id;
}
