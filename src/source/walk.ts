import { visitorKeys } from '@typescript-eslint/visitor-keys';
import type { FunctionNode, Node } from './source-file.ts';

/** Keys below which there are only types. */
const TYPE_KEYS: ReadonlySet<string> = new Set([
  'typeAnnotation',
  'returnType',
  'typeParameters',
  'typeArguments',
  'superTypeArguments',
  'implements',
]);

const valueKeys = new Map<string, readonly string[]>();

/** The child nodes of a node in source order, whichever parser made it. */
export function childrenOf(node: Node): readonly Node[] {
  const children: Node[] = [];
  pushLastFirst(node, keysOf(node), children);
  return children.reverse();
}

/** The child nodes of a node that run: types are left out. */
export function valuesOf(node: Node): readonly Node[] {
  const children: Node[] = [];
  pushLastFirst(node, valueKeysOf(node), children);
  return children.reverse();
}

function keysOf(node: Node): readonly string[] {
  return visitorKeys[node.type] ?? Object.keys(node);
}

function valueKeysOf(node: Node): readonly string[] {
  let keys = valueKeys.get(node.type);
  if (keys === undefined) {
    keys = (visitorKeys[node.type] ?? []).filter(key => !TYPE_KEYS.has(key));
    valueKeys.set(node.type, keys);
  }
  return keys;
}

/** Puts children on a stack from which the first is taken first; every node of a file comes by here. */
function pushLastFirst(node: Node, keys: readonly string[], stack: Node[]): void {
  for (let at = keys.length - 1; at >= 0; at--) {
    const key = keys[at] ?? '';
    if (key === 'parent') continue;
    // Every node has the keys that its type names; the typings know them only one type at a time.
    const value = (node as unknown as Record<string, unknown>)[key];
    if (!Array.isArray(value)) {
      if (isNode(value)) stack.push(value);
      continue;
    }
    for (let index = value.length - 1; index >= 0; index--) {
      const one: unknown = value[index];
      if (isNode(one)) stack.push(one);
    }
  }
}

/**
 * Visits a node and everything below it in source order; below a node for which `visit` gives
 * `false` nothing is visited.
 */
export function walk(root: Node, visit: (node: Node) => boolean | void): void {
  // A stack of our own: generated code nests deeper than the engine's.
  const open: Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (visit(node) !== false) pushLastFirst(node, keysOf(node), open);
  }
}

/** The file whose nodes were listed last: an analysis asks for the same ones many times. */
let last: { readonly root: Node; readonly nodes: readonly Node[] } | undefined;

/** Every node below a node that runs, itself included, in source order. */
export function nodesIn(root: Node): readonly Node[] {
  if (root.type !== 'Program') return listNodes(root);
  if (last?.root !== root) last = { root, nodes: listNodes(root) };
  return last.nodes;
}

function listNodes(root: Node): readonly Node[] {
  const nodes: Node[] = [];
  const open: Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    nodes.push(node);
    pushLastFirst(node, valueKeysOf(node), open);
  }
  return nodes;
}

/** Sets `parent` and `range` on every node that has none; trees of hosts have them already. */
export function linkParents(root: Node): void {
  const open: Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const before = open.length;
    setRange(node);
    pushLastFirst(node, keysOf(node), open);
    for (let index = before; index < open.length; index++) {
      // Parents are writable at run time in every parser's tree; only the typings forbid it.
      (open[index] as { parent?: Node }).parent ??= node;
    }
  }
}

/** oxc could tell ranges as well, but reading them costs more than setting them. */
function setRange(node: Node & Placed): void {
  const { start, end } = node;
  if (start !== undefined && end !== undefined) node.range ??= [start, end];
}

/** What oxc says of where a node is. */
interface Placed {
  readonly start?: number;
  readonly end?: number;
}

/** Whether one node stands in another, or is it. */
export function isWithin(outer: Node, inner: Node): boolean {
  return outer.range[0] <= inner.range[0] && inner.range[1] <= outer.range[1];
}

/** Whether a node is a function with a body. */
export function isFunction(node: Node | null | undefined): node is FunctionNode {
  return (
    node?.type === 'FunctionDeclaration' ||
    node?.type === 'FunctionExpression' ||
    node?.type === 'ArrowFunctionExpression'
  );
}

/** The innermost function around a node, or the program. */
export function functionAround(node: Node): Node {
  let outer = node.parent;
  while (outer?.parent && !isFunction(outer)) outer = outer.parent;
  return outer ?? node;
}

/** Every function below a node, outer ones first. */
export function functionsIn(root: Node): readonly FunctionNode[] {
  return nodesIn(root).filter(isFunction);
}

/** The node that encloses this one; `undefined` for the program. */
export function parentOf(node: Node): Node | undefined {
  return node.parent ?? undefined;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

/** Whether a node is another one or stands below it, whatever other files have in the same places. */
export function standsIn(node: Node, root: Node): boolean {
  for (let outer: Node | undefined = node; outer; outer = outer.parent)
    if (outer === root) return true;
  return false;
}
