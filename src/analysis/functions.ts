import type { FunctionNode, Node } from '../source/source-file.ts';
import { isFunction } from './lower/builder.ts';

const SKIPPED = new Set([
  'parent',
  'range',
  'loc',
  'start',
  'end',
  'type',
  'tokens',
  'comments',
  'typeAnnotation',
  'returnType',
]);

/** The child nodes of a node in the order of the source; type annotations are left out. */
export function childrenOf(node: Node): readonly Node[] {
  const children: Node[] = [];
  for (const key of Object.keys(node)) {
    if (SKIPPED.has(key)) continue;
    // Every tree has further properties than its type names; nodes among them are told by their shape.
    const value = (node as unknown as Record<string, unknown>)[key];
    if (Array.isArray(value)) children.push(...value.filter(isNode));
    else if (isNode(value)) children.push(value);
  }
  // Parsers disagree on the order of keys.
  return children.length > 1 ? children.sort((a, b) => a.range[0] - b.range[0]) : children;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'range' in value;
}

/** Every node below a node, itself included, parents first. */
export function* nodesIn(root: Node): Generator<Node> {
  const stack: Node[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    yield node;
    stack.push(...childrenOf(node).toReversed());
  }
}

/** Every function below a node, outer ones first. */
export function* functionsIn(root: Node): Generator<FunctionNode> {
  for (const node of nodesIn(root)) if (isFunction(node)) yield node;
}

/** The innermost function around a node, or the program. */
export function functionAround(node: Node): Node {
  let outer = node.parent;
  while (outer?.parent && !isFunction(outer)) outer = outer.parent;
  return outer ?? node;
}
