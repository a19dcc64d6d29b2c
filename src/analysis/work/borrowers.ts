import { many } from '../../drivers/driver.ts';
import type { Shape, ShapeOf } from '../../evidence/shape.ts';
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
  // What a scope calls back is told as part of the scope.
  if (owner.parent.type === 'CallExpression' && questions.scopesIn(file, owner.parent))
    return false;
  return owner.async && owner.params.some(one => isLease(questions.shapeOf(file, one)));
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
