import { propertyName } from './names.ts';
import type { FunctionNode, Node } from './source-file.ts';
import { isFunction, walk } from './walk.ts';

/** The expressions that a function gives its caller, in the order of the source. */
export function returnedBy({ body }: FunctionNode): readonly Node[] {
  if (!body) return [];
  if (body.type !== 'BlockStatement') return [body];
  const values: Node[] = [];
  walk(body, node => {
    if (isFunction(node) || node.type === 'ClassBody') return false;
    if (node.type === 'ReturnStatement' && node.argument) values.push(node.argument);
    return true;
  });
  return values;
}

/** Whether an expression is awaited where it stands, or given to the caller to wait for. */
export function isWaitedFor({ parent }: Node): boolean {
  return parent !== undefined && WAITED.has(parent.type);
}

const WAITED: ReadonlySet<string> = new Set([
  'AwaitExpression',
  'ReturnStatement',
  'ArrowFunctionExpression',
]);

/** The methods by which a promise gets handlers, and is a promise again. */
export const chaining: ReadonlySet<string> = new Set(['then', 'catch', 'finally']);

/** Whether a member is the next link of a chain of promises: `inner.then`. */
export function isChainLink(outer: Node, inner: Node): boolean {
  if (outer.type !== 'MemberExpression' || outer.object !== inner) return false;
  return chaining.has(propertyName(outer) ?? '');
}
