import type { FunctionNode, Node } from './source-file.ts';

/** Keys that hold no child nodes, or lead back up. */
const SKIPPED: ReadonlySet<string> = new Set([
  'parent',
  'type',
  'range',
  'loc',
  'start',
  'end',
  'tokens',
  'comments',
  'raw',
  'regex',
]);

/** The child nodes of a node in source order, whichever parser made it. */
export function* childrenOf(node: Node): Generator<Node> {
  for (const [key, value] of Object.entries(node)) {
    if (SKIPPED.has(key)) continue;
    if (Array.isArray(value)) yield* value.filter(isNode);
    else if (isNode(value)) yield value;
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
    if (visit(node) !== false) open.push(...[...childrenOf(node)].reverse());
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
