import { many } from '../../drivers/driver.ts';
import { identifierName, propertyName } from '../../source/names.ts';
import type { Node, SourceFile, Variable } from '../../source/source-file.ts';
import type { LeaseSite } from '../flow/flow.ts';
import type { Questions } from '../flow/questions.ts';
import { isCarried, isStatement } from './carried.ts';

type CallNode = Extract<Node, { type: 'CallExpression' }>;

/** Where a statement stands, and which variable holds nothing there. */
export interface Told {
  readonly questions: Questions;
  readonly file: SourceFile;
  readonly absent: Variable | undefined;
}

/**
 * `User.findOne(…)`: a capital name that is imported, and a method of the driver's models; or a member of
 * the object that has what began the transaction.
 */
export function isOnModel(told: Told, node: CallNode, lease: LeaseSite): boolean {
  const { questions, file, absent } = told;
  const { callee } = node;
  if (callee.type !== 'MemberExpression') return false;
  const method = propertyName(callee);
  if (method === undefined) return false;
  const type = many(lease.driver.pool).find(
    one => one.carries?.methods && isStatement(one, method),
  );
  if (type === undefined || isCarried(file, node, type, method, absent)) return false;
  if (questions.shapeOf(file, callee.object) !== undefined) return false;
  const model = identifierName(callee.object);
  if (model !== undefined) return /^[A-Z]\w*[a-z]/.test(model) && isImported(file, callee.object);
  return Object.hasOwn(type.carries?.methods ?? {}, method) && isBeside(told, callee.object, lease);
}

/** `db.User` and `db.models.User`, where `db.sequelize` began the transaction: one object has them all. */
function isBeside({ file }: Told, model: Node, lease: LeaseSite): boolean {
  const begin = lease.node.type === 'CallExpression' ? lease.node.callee : undefined;
  const pool = begin?.type === 'MemberExpression' ? namesIn(begin.object) : undefined;
  const names = namesIn(model);
  if (lease.file !== file || pool === undefined || names === undefined) return false;
  const around = pool.slice(0, -1);
  if (around.length === 0 || !around.every((name, index) => names[index] === name)) return false;
  const [first, second, ...others] = names.slice(around.length);
  return second === undefined ? first !== 'models' : first === 'models' && others.length === 0;
}

/** The names of a chain of members: `app.db.models`. */
function namesIn(node: Node): readonly string[] | undefined {
  const names: string[] = [];
  let object = node;
  for (; object.type === 'MemberExpression'; object = object.object) {
    const name = propertyName(object);
    if (name === undefined) return undefined;
    names.unshift(name);
  }
  if (object.type === 'ThisExpression') return ['this', ...names];
  return object.type === 'Identifier' ? [object.name, ...names] : undefined;
}

/** From a file of the project: `import User from './user'`, `const { User } = require('../models')`. */
function isImported(file: SourceFile, identifier: Node): boolean {
  const definition = file.variableOf(identifier)?.defs[0];
  const declaration = definition?.type === 'ImportBinding' ? definition.parent : definition?.node;
  if (declaration?.type === 'ImportDeclaration') return /^[.@~]/.test(declaration.source.value);
  if (declaration?.type !== 'VariableDeclarator') return false;
  const init =
    declaration.init?.type === 'MemberExpression' ? declaration.init.object : declaration.init;
  const [source] = init?.type === 'CallExpression' ? init.arguments : [];
  const isRequired = init?.type === 'CallExpression' && identifierName(init.callee) === 'require';
  return isRequired && source?.type === 'Literal' && /^\./.test(String(source.value));
}
