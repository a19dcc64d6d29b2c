import type { Driver } from '../../drivers/driver.ts';
import { many } from '../../drivers/driver.ts';
import { propertyName } from '../../source/names.ts';
import type { Node, SourceFile, Variable } from '../../source/source-file.ts';
import { nodesIn } from '../../source/walk.ts';
import type { LeaseSite } from '../flow/flow.ts';
import type { Questions } from '../flow/questions.ts';
import { isCarried, isStatement } from './carried.ts';
import type { Told } from './models.ts';
import { isOnModel } from './models.ts';
import type { PoolWork } from './work.ts';

type CallNode = Extract<Node, { type: 'CallExpression' }>;

/**
 * A statement that nothing but names speaks for, while a transaction is held: a call on what the
 * transaction was opened on (`prisma.user.create()` inside `prisma.$transaction()`), or of a model
 * (`User.findOne()` inside a sequelize transaction).
 */
export function workByName(
  questions: Questions,
  file: SourceFile,
  node: Node,
  lease: LeaseSite,
): readonly PoolWork[] {
  if (node.type !== 'CallExpression' || lease.origin === undefined) return [];
  const told = { questions, file, absent: absentWith(lease) };
  const root = rootOf(questions, file, node, lease);
  const isFound =
    root !== undefined || isOnModel(told, node, lease) || isToldNothing(told, node, lease.driver);
  if (!isFound) return [];
  const { origin } = lease;
  const on = root && { node: root, type: undefined };
  return [{ k: 'pool', use: 'statement', origin, ...(on && { on }), file, node, through: [] }];
}

/** The root that a method of the driver's statements is called on. */
function rootOf(
  questions: Questions,
  file: SourceFile,
  node: CallNode,
  lease: LeaseSite,
): Node | undefined {
  const { hold, evidence, origin, driver } = lease;
  if (hold === 'parameter' || evidence !== 'usage' || origin?.identity === undefined)
    return undefined;
  if (hold === 'own' && mayBeWrapper(questions, file, node, lease)) return undefined;
  let object: Node = node.callee;
  // A method that the driver does not have is the user's own, and may well be passed the handle.
  const method = object.type === 'MemberExpression' ? propertyName(object) : undefined;
  if (!many(driver.pool).some(one => isStatement(one, method ?? ''))) return undefined;
  while (object.type === 'MemberExpression') {
    object = object.object;
    if (questions.identityOf(file, object) === origin.identity) return object;
  }
  return undefined;
}

/** Whether a call is the user's own function, or is passed the connection that was acquired. */
function mayBeWrapper(
  questions: Questions,
  file: SourceFile,
  { callee, arguments: values }: CallNode,
  { node }: LeaseSite,
): boolean {
  if (questions.shapeOf(file, callee) !== undefined) return true;
  if (callee.type === 'MemberExpression' && callee.object.type === 'ThisExpression') return true;
  const target = node.parent?.type === 'AwaitExpression' ? node.parent.parent : node.parent;
  const name = target?.type === 'VariableDeclarator' ? target.id : undefined;
  const variable = name?.type === 'Identifier' ? file.variableOf(name) : undefined;
  const isHeld = (one: Node): boolean =>
    one.type === 'Identifier' && file.variableOf(one) === variable;
  return variable === undefined || values.some(value => nodesIn(value).some(isHeld));
}

/** `tx ?? (await begin())`: where the transaction of the right side is open, `tx` held none. */
function absentWith({ file, node }: LeaseSite): Variable | undefined {
  let inner: Node = node;
  while (inner.parent?.type === 'AwaitExpression') inner = inner.parent;
  const { parent } = inner;
  if (parent?.type !== 'LogicalExpression' || parent.right !== inner) return undefined;
  return parent.operator === '&&' ? undefined : file.variableOf(parent.left);
}

/** A statement that is passed the variable which holds no transaction where this one is open. */
function isToldNothing({ questions, file, absent }: Told, node: CallNode, driver: Driver): boolean {
  const found = absent === undefined ? undefined : questions.acquireOf(file, node);
  if (found?.kind !== 'pool' || found.driver !== driver) return false;
  const { method } = found;
  return found.types.some(
    type =>
      isStatement(type, method) &&
      isCarried(file, node, type, method) &&
      !isCarried(file, node, type, method, absent),
  );
}
