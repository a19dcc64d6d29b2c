import type { Acquire } from '../drivers/driver.ts';
import type { FunctionNode, Node, SourceFile, Variable } from '../source/source-file.ts';

/** The variable that receives the lease: `const c = await x.connect()`, a callback's or `then`'s parameter. */
export function resultOf(file: SourceFile, call: Node, spec: Acquire): Variable | undefined {
  const callback = callbackOf(call);
  if (callback !== undefined) {
    if (spec.callback === 'none' || spec.callback === 'scoped') return undefined;
    return variableIn(file, callback.params[spec.callback?.lease ?? 1]);
  }
  const outer = call.parent;
  if (outer?.type === 'MemberExpression') return thenParameter(file, outer);
  const value = outer?.type === 'AwaitExpression' ? outer : call;
  const target = value.parent;
  if (value === call && spec.returns !== 'value') return awaitedLater(file, target);
  if (target?.type === 'VariableDeclarator') return variableIn(file, target.id);
  return target?.type === 'AssignmentExpression' ? variableIn(file, target.left) : undefined;
}

/** `const promise = x.connect(); const client = await promise;` */
function awaitedLater(file: SourceFile, target: Node | undefined): Variable | undefined {
  if (target?.type !== 'VariableDeclarator') return undefined;
  for (const { identifier } of variableIn(file, target.id)?.references ?? []) {
    const wait = identifier.parent;
    const declarator = wait?.type === 'AwaitExpression' ? wait.parent : undefined;
    if (declarator?.type === 'VariableDeclarator') return variableIn(file, declarator.id);
  }
  return undefined;
}

function thenParameter(file: SourceFile, member: Node): Variable | undefined {
  const chained = member.parent;
  if (member.type !== 'MemberExpression' || chained?.type !== 'CallExpression') return undefined;
  if (member.property.type !== 'Identifier' || member.property.name !== 'then') return undefined;
  const [handler] = chained.arguments;
  return isFunctionNode(handler) ? variableIn(file, handler.params[0]) : undefined;
}

/** The function that a call is passed last, if it is written there. */
export function callbackOf(call: Node): FunctionNode | undefined {
  const last = call.type === 'CallExpression' ? call.arguments.at(-1) : undefined;
  return isFunctionNode(last) ? last : undefined;
}

function isFunctionNode(node: Node | undefined): node is FunctionNode {
  return node?.type === 'FunctionExpression' || node?.type === 'ArrowFunctionExpression';
}

/** The variable that a name stands for. */
export function variableIn(file: SourceFile, node: Node | undefined): Variable | undefined {
  return node?.type === 'Identifier' ? file.variableOf(node) : undefined;
}
