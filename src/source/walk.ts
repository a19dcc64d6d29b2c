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
  return childrenAt(node, visitorKeys[node.type] ?? Object.keys(node));
}

/** The child nodes of a node that run: types are left out. */
export function valuesOf(node: Node): readonly Node[] {
  let keys = valueKeys.get(node.type);
  if (keys === undefined) {
    keys = (visitorKeys[node.type] ?? []).filter(key => !TYPE_KEYS.has(key));
    valueKeys.set(node.type, keys);
  }
  return childrenAt(node, keys);
}

function childrenAt(node: Node, keys: readonly string[]): readonly Node[] {
  const children: Node[] = [];
  for (const key of keys) {
    if (key === 'parent') continue;
    // Every node has the keys that its type names; the typings know them only one type at a time.
    const value = (node as unknown as Record<string, unknown>)[key];
    if (Array.isArray(value)) children.push(...value.filter(isNode));
    else if (isNode(value)) children.push(value);
  }
  return children;
}

/**
 * Visits a node and everything below it in source order; below a node for which `visit` gives
 * `false` nothing is visited.
 */
export function walk(root: Node, visit: (node: Node) => boolean | void): void {
  // A stack of our own: generated code nests deeper than the engine's.
  const open: Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (visit(node) !== false) open.push(...childrenOf(node).toReversed());
  }
}

/** Sets `parent` on every node below the root that has none; trees of hosts have them already. */
export function linkParents(root: Node): void {
  const open: Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const child of childrenOf(node)) {
      // Parents are writable at run time in every parser's tree; only the typings forbid it.
      (child as { parent?: Node }).parent ??= node;
      open.push(child);
    }
  }
}

/** Whether a node is a function with a body. */
export function isFunction(node: Node | null | undefined): node is FunctionNode {
  return (
    node?.type === 'FunctionDeclaration' ||
    node?.type === 'FunctionExpression' ||
    node?.type === 'ArrowFunctionExpression'
  );
}

/** The node that encloses this one; `undefined` for the program. */
export function parentOf(node: Node): Node | undefined {
  return node.parent ?? undefined;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}
