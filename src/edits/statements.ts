import type { Node, SourceFile, Variable } from '../source/source-file.ts';
import { functionAround, isFunction, nodesIn, isWithin } from '../source/walk.ts';

/** A statement among its neighbours. */
export interface Seat {
  readonly statement: Node;
  /** The statements of the block, function body or file that holds it. */
  readonly list: readonly Node[];
  readonly index: number;
}

/** The statement around a node, with its neighbours; `undefined` where none stand beside it. */
export function seatOf(node: Node): Seat | undefined {
  let inner: Node = node;
  for (let outer = node.parent; outer; inner = outer, outer = outer.parent) {
    const list = statementsOf(outer);
    const index = list?.indexOf(inner) ?? -1;
    if (list !== undefined && index >= 0) return { statement: inner, list, index };
    if (isFunction(outer)) return undefined;
  }
  return undefined;
}

/** The statements that a node holds side by side. */
function statementsOf(node: Node): readonly Node[] | undefined {
  if (node.type === 'BlockStatement' || node.type === 'Program') return node.body;
  return node.type === 'StaticBlock' ? node.body : undefined;
}

/** Whether a node runs when the function around another runs: no function stands between them. */
export function isInSameFunction(one: Node, other: Node): boolean {
  return functionAround(one) === functionAround(other);
}

/** Whether a function, or the top level of a module, may `await`. */
export function canAwait(owner: Node): boolean {
  return isFunction(owner) ? owner.async : owner.type === 'Program';
}

/** The variables that a statement declares for its own block: not `var`, which belongs to the function. */
export function declaredIn(file: SourceFile, statement: Node): readonly Variable[] {
  return namesDeclaredBy(statement).flatMap(name => file.variableOf(name) ?? []);
}

function namesDeclaredBy(statement: Node): readonly Node[] {
  if (statement.type === 'FunctionDeclaration' || statement.type === 'ClassDeclaration') {
    return statement.id ? [statement.id] : [];
  }
  if (statement.type !== 'VariableDeclaration' || statement.kind === 'var') return [];
  return statement.declarations.flatMap(({ id }) =>
    nodesIn(id).filter(node => node.type === 'Identifier'),
  );
}

/** Whether a variable is mentioned in a node. */
export function isMentionedIn(variable: Variable, node: Node): boolean {
  return variable.references.some(({ identifier }) => isWithin(node, identifier));
}

/** The nearest `try` whose block holds a node, in the same function. */
export function tryAround(node: Node): Extract<Node, { type: 'TryStatement' }> | undefined {
  let inner: Node = node;
  for (let outer = node.parent; outer; inner = outer, outer = outer.parent) {
    if (isFunction(outer)) return undefined;
    if (outer.type === 'TryStatement' && outer.block === inner) return outer;
  }
  return undefined;
}

/** Whether control never comes to the end of a block: its last statement leaves. */
export function alwaysThrows(block: Extract<Node, { type: 'BlockStatement' }>): boolean {
  const last = block.body.at(-1);
  return last?.type === 'ThrowStatement';
}
