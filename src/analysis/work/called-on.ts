import type { Driver } from '../../drivers/driver.ts';
import { many } from '../../drivers/driver.ts';
import type { ShapeOf } from '../../evidence/shape.ts';
import { constantOf } from '../../source/constants.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { isWithin } from '../../source/walk.ts';
import type { Questions } from '../flow/questions.ts';
import { unwrap } from '../lower/expressions.ts';
import type { On } from './work.ts';

/** The innermost part of what a statement is called on that the driver knows, within the call. */
export function writtenOn(
  questions: Questions,
  file: SourceFile,
  node: Node,
  driver: Driver,
): On | undefined {
  let on: On | undefined;
  for (let next = receiverOf(node); next && isWithin(node, next); next = innerOf(file, next)) {
    const shape = questions.shapeOf(file, next);
    if (shape?.kind !== 'instance' || shape.driver !== driver) continue;
    on = { node: next, type: shape.type };
  }
  return on;
}

/** What a method is called on; a tag or a plain function is the pool itself. */
export function receiverOf(node: Node): Node | undefined {
  if (node.type === 'TaggedTemplateExpression') return node.tag;
  const inner = unwrap(node);
  if (inner.type !== 'CallExpression') return undefined;
  const callee = unwrap(inner.callee);
  return callee.type === 'MemberExpression' ? callee.object : callee;
}

/** The class of a row that a program makes: `Order` of `new Order(values)`. */
export function classOfRow(questions: Questions, file: SourceFile, node: Node): Node | undefined {
  const row = unwrap(node);
  const made = row.type === 'Identifier' ? constantOf(file, row) : row;
  if (made?.type !== 'NewExpression') return undefined;
  const shape = questions.shapeOf(file, made.callee);
  const isOfRows = shape?.kind === 'instance' && isClassOfRows(shape);
  return isOfRows ? made.callee : undefined;
}

function isClassOfRows({ driver, type }: ShapeOf<'instance'>): boolean {
  return many(driver.pool).some(one => one.type === type && one.rows !== undefined);
}

/** One link down a chain of members, calls and constants. */
export function innerOf(file: SourceFile, node: Node): Node | undefined {
  const inner = unwrap(node);
  switch (inner.type) {
    case 'MemberExpression':
      return inner.object;
    case 'AwaitExpression':
      return inner.argument;
    case 'CallExpression':
      return receiverOf(inner);
    case 'Identifier': {
      const init = constantOf(file, inner);
      return init?.type === 'NewExpression' ? undefined : init;
    }
    default:
      return undefined;
  }
}
