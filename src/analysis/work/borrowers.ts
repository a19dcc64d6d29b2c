import { many } from '../../drivers/driver.ts';
import type { Shape, ShapeOf } from '../../evidence/shape.ts';
import { annotationOf } from '../../evidence/patterns.ts';
import { isNothing } from '../../evidence/shapes.ts';
import type { FunctionNode, Node, SourceFile } from '../../source/source-file.ts';
import type { Questions } from '../flow/questions.ts';

/** Whether a value is one connection and no pool. */
export function isLease(shape: Shape | undefined): boolean {
  if (shape?.kind !== 'instance') return false;
  const { driver, type } = shape;
  const isPool = many(driver.pool).some(one => one.type === type);
  return !isPool && many(driver.lease).some(one => one.type === type);
}

/**
 * Whether a function is given a connection, as the types of its parameters say, and can wait with it.
 * It is analysed on its own: what it waits for is told there, and not where it is called.
 */
export function isBorrower(questions: Questions, file: SourceFile, owner: FunctionNode): boolean {
  if (!owner.async || !owner.params.some(one => mayBeLease(questions, file, owner, one)))
    return false;
  // What a scope calls back is told as part of the scope.
  if (owner.parent.type === 'CallExpression' && questions.scopesIn(file, owner.parent))
    return false;
  return owner.params.some(one => isLease(questions.shapeOf(file, one)));
}

/** Whether the type of a parameter, as it is spelled, may be that of a connection; one without a type may be anything. */
function mayBeLease(
  questions: Questions,
  { text }: SourceFile,
  { typeParameters }: FunctionNode,
  parameter: Node,
): boolean {
  const type = annotationOf(parameter);
  if (type === undefined) return true;
  const [start, end] = type.range;
  const [from, to] = typeParameters?.range ?? [0, 0];
  const words = `${text.slice(start, end)} ${text.slice(from, to)}`.match(/[\w$]+/g) ?? [];
  return questions.namesLent(words);
}

/** Whether a call passes a connection to a function that is analysed on its own with one. */
export function isLentBy(
  questions: Questions,
  { file, node }: ShapeOf<'function'>,
  call: Node,
): boolean {
  if (!isBorrower(questions, file, node) || call.type !== 'CallExpression') return false;
  const values = call.arguments;
  if (values.some(value => value.type === 'SpreadElement')) return true;
  return node.params.some((one, position) => {
    return isLease(questions.shapeOf(file, one)) && !isNothing(values[position]);
  });
}
