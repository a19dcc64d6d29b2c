import type { GraphNode, NodeId, Operand, Place, Step, Test } from '../graph.ts';
import { UNKNOWN } from '../graph.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { isFunction } from '../../source/walk.ts';

/** Where control goes when it leaves the statement being lowered. Targets are made on demand. */
export interface Targets {
  readonly onThrow: () => NodeId;
  readonly onReturn: () => NodeId;
  readonly breaks: ReadonlyMap<string, () => NodeId>;
  readonly continues: ReadonlyMap<string, () => NodeId>;
  /** Labels that belong to the statement being lowered. */
  readonly labels: readonly string[];
  /** Where an optional chain goes when it stops early. */
  readonly skip: NodeId | undefined;
}

/** An expression: where its value can be read, and the nodes that compute it before `next`. */
export interface Lowered {
  readonly operand: Operand;
  emit(next: NodeId): NodeId;
}

/** Collects the nodes of one graph. Graphs are built from the last node to the first. */
export class Builder {
  readonly file: SourceFile;
  /** What `this` is here: one place for all methods of a class. */
  readonly self: Place;
  readonly id: string;
  readonly #nodes: (GraphNode | undefined)[] = [];
  readonly locals = new Set<string>();
  readonly #fileKey: string;
  #temporaries = 0;

  constructor(file: SourceFile, fileKey: string, owner: Node) {
    this.file = file;
    this.#fileKey = fileKey;
    this.id = `${fileKey}${startOf(owner)}`;
    this.self = { kind: 'place', root: `${fileKey}this@${startOf(selfOf(owner))}`, path: [] };
  }

  /** The nodes; every reserved one must be filled by now. */
  get nodes(): readonly GraphNode[] {
    return this.#nodes.map(node => node ?? { kind: 'exit', exit: 'end' });
  }

  add(node: GraphNode): NodeId {
    return this.#nodes.push(node) - 1;
  }

  step(step: Step, next: NodeId, targets: Targets): NodeId {
    return this.add({ kind: 'step', step, next, onThrow: targets.onThrow() });
  }

  branch(test: Test, yes: NodeId, no: NodeId): NodeId {
    return this.add({ kind: 'branch', test, yes, no });
  }

  /** A node to jump back to, filled with {@link fill} when what follows is known. */
  reserve(): NodeId {
    return this.#nodes.push(undefined) - 1;
  }

  fill(id: NodeId, next: NodeId): void {
    this.#nodes[id] = { kind: 'join', next };
  }

  fillWith(id: NodeId, node: GraphNode): void {
    this.#nodes[id] = node;
  }

  temporary(): Place {
    return { kind: 'place', root: `%${this.#temporaries++}:${this.id}`, path: [] };
  }

  /** The place of an identifier; globals are places too, so that their members can be told apart. */
  placeOf(identifier: Node & { readonly name: string }): Place {
    return { kind: 'place', root: this.rootOf(identifier), path: [] };
  }

  /** The root of an identifier: unique over all files of a run, the same for every parser. */
  rootOf(identifier: Node & { readonly name: string }): string {
    const variable = this.file.variableOf(identifier);
    const definition = variable?.defs[0];
    if (definition === undefined) return `global:${identifier.name}`;
    return `${this.#fileKey}${identifier.name}@${definition.name.range[0]}`;
  }

  declare(identifier: Node & { readonly name: string }): void {
    this.locals.add(this.rootOf(identifier));
  }
}

/** A value that needs no computing. */
export function ready(operand: Operand): Lowered {
  return { operand, emit: next => next };
}

/** Runs parts in order and gives an unnamed value. */
export function inOrder(parts: readonly Lowered[], operand: Operand = UNKNOWN): Lowered {
  return { operand, emit: next => parts.reduceRight((after, part) => part.emit(after), next) };
}

/** The class or function that gives `this` its meaning; arrow functions have none of their own. */
function selfOf(owner: Node): Node {
  let node: Node = owner;
  while (node.parent) {
    if (node.type === 'ClassBody') return node;
    const isPlain = isFunction(node) && node.type !== 'ArrowFunctionExpression';
    const isMember = node.parent.type === 'MethodDefinition' || node.parent.type === 'Property';
    if (isPlain && !isMember) return node;
    node = node.parent;
  }
  return node;
}

/** Where a function or file starts; parsers disagree on the start of a file with a leading comment. */
export function startOf(owner: Node): number {
  return owner.type === 'Program' ? 0 : owner.range[0];
}
