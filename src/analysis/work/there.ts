import { constantOf } from '../../source/constants.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { isFunction, isWithin } from '../../source/walk.ts';
import type { Questions } from '../flow/questions.ts';
import { unwrap } from '../lower/expressions.ts';
import { isLease } from './borrowers.ts';
import { askedAt } from './needed.ts';

/** Whether a value is something for certain: a text, an object, a function, a connection. */
export function isThere(questions: Questions, file: SourceFile, node: Node): boolean {
  const value = unwrap(node);
  if (value.type === 'Literal') return Boolean(value.value);
  if (/^(?:Object|Array|New)Expression$/.test(value.type) || isFunction(value)) return true;
  if (isHandle(questions, file, value) || isFilled(questions, file, value)) return true;
  return isNeverLeftOut(file, value) && isLease(questions.shapeOf(file, value));
}

/** What was awaited, or a parameter of one type that every caller has to pass. */
function isNeverLeftOut(file: SourceFile, node: Node): boolean {
  if (constantOf(file, node)?.type === 'AwaitExpression') return true;
  const name = file.variableOf(node)?.defs[0]?.name;
  if (name?.type !== 'Identifier' || !isFunction(name.parent) || name.optional) return false;
  return name.typeAnnotation?.typeAnnotation.type !== 'TSUnionType';
}

/** `tx ?? (await begin())`, or a variable that got a connection before: `if (!tx) tx = await begin()`. */
function isFilled(questions: Questions, file: SourceFile, node: Node): boolean {
  const init = constantOf(file, node);
  if (init?.type === 'LogicalExpression') {
    return init.operator !== '&&' && isAcquired(questions, file, init.right);
  }
  const variable = node.type === 'Identifier' ? file.variableOf(node) : undefined;
  return (variable?.references ?? []).some(({ identifier }) => {
    const write = identifier.parent;
    if (write?.type !== 'AssignmentExpression' || write.left !== identifier) return false;
    const { right } = write;
    const value =
      right.type === 'LogicalExpression' && right.operator !== '&&' ? right.right : right;
    const filling = isAcquired(questions, file, value) ? fillingBy(file, write) : undefined;
    return filling?.parent !== undefined && isBehind(node, filling, filling.parent);
  });
}

function isAcquired(questions: Questions, file: SourceFile, node: Node): boolean {
  const value = unwrap(node);
  if (value.type !== 'AwaitExpression') return false;
  return questions.acquireOf(file, unwrap(value.argument)) !== undefined;
}

/** The statement behind which what is written is there: the write itself, or a test that nothing was. */
function fillingBy(
  file: SourceFile,
  write: Extract<Node, { type: 'AssignmentExpression' }>,
): Node | undefined {
  const statement = write.parent;
  if (statement?.type !== 'ExpressionStatement') return undefined;
  const inner = statement.parent;
  const around = inner?.type === 'BlockStatement' ? inner.parent : inner;
  if (around?.type !== 'IfStatement') return statement;
  const [asked, ...others] = askedAt(file, around, write);
  if (asked?.isMissing !== true || others.length > 0) return undefined;
  return file.variableOf(asked.of) === file.variableOf(write.left) ? around : undefined;
}

function isBehind(node: Node, statement: Node, block: Node): boolean {
  return statement.range[1] <= node.range[0] && isWithin(block, node);
}

/** `dataSource.transaction(async manager => …)`: the handle may have the type of the root. */
export function isHandle(questions: Questions, file: SourceFile, node: Node): boolean {
  const definition = node.type === 'Identifier' ? file.variableOf(node)?.defs[0] : undefined;
  const owner = definition?.type === 'Parameter' ? definition.node : undefined;
  if (!owner || !isFunction(owner) || owner.params[0] !== definition?.name) return false;
  return owner.parent.type === 'CallExpression' && questions.scopesIn(file, owner.parent);
}
