import { choicesOf } from '../../evidence/choices.ts';
import { propertyName } from '../../source/names.ts';
import type { FunctionNode, Node, SourceFile } from '../../source/source-file.ts';
import { constantOf } from '../../source/constants.ts';
import { returnedBy } from '../../source/returned.ts';
import { isFunction, valuesOf } from '../../source/walk.ts';
import { unwrap } from '../lower/expressions.ts';
import { acquiredAtOnce, workOfCall } from './call.ts';
import { isBorrower } from './borrowers.ts';
import { workOfIterable } from './iterable.ts';
import type { Search } from './search.ts';
import type { Work } from './work.ts';

/** What awaiting an expression waits for, as far as it is proved; several where several run at once. */
export function workOf(search: Search, file: SourceFile, expression: Node): readonly Work[] {
  const node = unwrap(expression);
  switch (node.type) {
    case 'CallExpression':
    case 'NewExpression':
    case 'TaggedTemplateExpression':
      return workOfCall(search, file, node);
    case 'AwaitExpression':
      return workOf(search, file, node.argument);
    case 'ConditionalExpression':
      return [...workOf(search, file, node.consequent), ...workOf(search, file, node.alternate)];
    case 'LogicalExpression':
      return [...workOf(search, file, node.left), ...workOf(search, file, node.right)];
    case 'ArrayExpression':
      return node.elements.flatMap(element =>
        element && element.type !== 'SpreadElement' ? workOf(search, file, element) : [],
      );
    case 'Identifier':
      return startedBefore(search, file, node);
    case 'MemberExpression':
      // A getter, or a promise kept in an object: nobody knows.
      return [];
    default:
      return [];
  }
}

/** `const page = fetch(url); … await page`: what a constant was given without awaiting it. */
function startedBefore(search: Search, file: SourceFile, node: Node): readonly Work[] {
  const init = constantOf(file, node);
  return init === undefined ? [] : unawaited(init).flatMap(one => workOf(search, file, one));
}

/** What a function that is called back gives its caller to wait for. */
export function workOfCallback(search: Search, file: SourceFile, node: Node): readonly Work[] {
  if (!isFunction(node) || search.isRun(node)) return [];
  if (isBorrower(search.questions, file, node)) return [];
  return bodyWork(search, file, node);
}

/** What a function waits for, or gives its caller to wait for. */
export function bodyWork(search: Search, file: SourceFile, owner: FunctionNode): readonly Work[] {
  const { body } = owner;
  if (!body) return [];
  const found: Work[] = [];
  if (body.type !== 'BlockStatement') found.push(...workOf(search, file, body));
  visit(body);
  return found;

  function visit(node: Node): void {
    if (isFunction(node)) return;
    const awaited = awaitedIn(node);
    if (awaited !== undefined) found.push(...workOf(search, file, awaited));
    else if (node.type === 'ForOfStatement' && node.await)
      found.push(...workOfIterable(search, file, node.right));
    else if (node.type === 'CallExpression') found.push(...acquiredAtOnce(search, file, node));
    for (const child of valuesOf(node)) visit(child);
  }
}

/** The expression that a node waits for, or hands to its caller to wait for. */
function awaitedIn(node: Node): Node | undefined {
  if (node.type === 'AwaitExpression') return node.argument;
  return node.type === 'ReturnStatement' ? (node.argument ?? undefined) : undefined;
}

/** The expressions that a function gives without awaiting them. */
export function handedOn(owner: FunctionNode): readonly Node[] {
  return returnedBy(owner).flatMap(unawaited);
}

/** `isNew ? await charge() : refund()`: the values that an expression may have without having awaited them. */
function unawaited(node: Node): readonly Node[] {
  return choicesOf(node).filter(value => unwrap(value).type !== 'AwaitExpression');
}

/** The name of the method that a call calls. */
export function methodName(node: Node): string | undefined {
  const callee = node.type === 'CallExpression' ? unwrap(node.callee) : undefined;
  return callee?.type === 'MemberExpression' ? propertyName(callee) : undefined;
}
