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

/** The child nodes of a node, in the order of its keys; type annotations are left out. */
export function* childrenOf(node: Node): Generator<Node> {
  for (const [key, value] of Object.entries(node)) {
    if (SKIPPED.has(key)) continue;
    if (Array.isArray(value)) yield* value.filter(isNode);
    else if (isNode(value)) yield value;
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'range' in value;
}

/** Every node below a node, itself included, parents first. */
export function* nodesIn(root: Node): Generator<Node> {
  const stack: Node[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    yield node;
    stack.push(...[...childrenOf(node)].toReversed());
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
