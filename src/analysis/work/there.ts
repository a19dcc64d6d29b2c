import { constantOf } from '../../source/constants.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { isFunction } from '../../source/walk.ts';
import type { Questions } from '../flow/questions.ts';
import { unwrap } from '../lower/expressions.ts';
import { isLease } from './borrowers.ts';

/** Whether a value is something for certain: a text, an object, a function, a connection. */
export function isThere(questions: Questions, file: SourceFile, node: Node): boolean {
  const value = unwrap(node);
  if (value.type === 'Literal') return Boolean(value.value);
  if (/^(?:Object|Array|New)Expression$/.test(value.type) || isFunction(value)) return true;
  if (isHandle(questions, file, value)) return true;
  return isNeverLeftOut(file, value) && isLease(questions.shapeOf(file, value));
}

/** What was awaited, or a parameter of one type that every caller has to pass. */
function isNeverLeftOut(file: SourceFile, node: Node): boolean {
  if (constantOf(file, node)?.type === 'AwaitExpression') return true;
  const name = file.variableOf(node)?.defs[0]?.name;
  if (name?.type !== 'Identifier' || !isFunction(name.parent) || name.optional) return false;
  return name.typeAnnotation?.typeAnnotation.type !== 'TSUnionType';
}

/** `dataSource.transaction(async manager => …)`: the handle may have the type of the root. */
export function isHandle(questions: Questions, file: SourceFile, node: Node): boolean {
  const definition = node.type === 'Identifier' ? file.variableOf(node)?.defs[0] : undefined;
  const owner = definition?.type === 'Parameter' ? definition.node : undefined;
  if (!owner || !isFunction(owner) || owner.params[0] !== definition?.name) return false;
  return owner.parent.type === 'CallExpression' && questions.scopesIn(file, owner.parent);
}
