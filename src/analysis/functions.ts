import type { FunctionNode, Node } from '../source/source-file.ts';
import { isFunction, valuesOf } from '../source/walk.ts';

/** Every node below a node, itself included, parents first. */
export function* nodesIn(root: Node): Generator<Node> {
  const stack: Node[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    yield node;
    stack.push(...valuesOf(node).toReversed());
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
