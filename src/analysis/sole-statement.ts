import { many } from '../drivers/driver.ts';
import { includesMethod } from '../drivers/twins.ts';
import { propertyName } from '../source/names.ts';
import type { Node, Variable } from '../source/source-file.ts';
import { isFunction } from '../source/walk.ts';
import { callText } from './call-text.ts';
import type { LeaseSite } from './flow/flow.ts';
import type { Session } from './flow/session.ts';
import type { Statement } from './flow/uses.ts';
import { unwrap } from './lower/expressions.ts';
import { textOf } from './print.ts';
import type { SoleStatement } from './use-facts.ts';
import { sendsObject } from './statements/statement-object.ts';
import { spanOf } from './spans.ts';

/**
 * The only statement of a lease, when its pool has a method that runs just that: the lease is not
 * passed on, and every path that acquires it comes to the statement.
 */
export function soleStatementOf(session: Session, site: LeaseSite): SoleStatement | undefined {
  const [statement, ...others] = session.uses.statementsOf(site.id);
  if (statement === undefined || others.length > 0 || statement.file !== site.file)
    return undefined;
  if (site.standalone || site.isInCallback === true || session.holds.isSession(site.id)) {
    return undefined;
  }
  const pool = poolBehind(session, site, statement);
  const variable = variableOf(site);
  if (pool === undefined || variable === undefined || !isPlain(statement.node)) return undefined;
  if (sendsObject(statement.file, statement.node)) return undefined;
  if (!isAwaited(statement.node) || !isStraight(site.node, statement.node)) return undefined;
  if (!variable.references.every(({ identifier }) => isOwnUse(site, statement, identifier))) {
    return undefined;
  }
  return {
    at: spanOf(statement.file, statement.node),
    line: site.file.lineOf(statement.node.range[0]),
    text: callText(statement.file, statement.node),
    instead: `${textOf(site.file, pool)}.${statement.method}()`,
  };
}

/** The pool that the lease came from, if it has a method of the same name for one statement. */
function poolBehind(session: Session, site: LeaseSite, { method }: Statement): Node | undefined {
  const { node, file } = site;
  if (node.type !== 'CallExpression' || node.arguments.length > 0) return undefined;
  const callee = unwrap(node.callee);
  if (callee.type !== 'MemberExpression') return undefined;
  const shape = session.questions.shapeOf(file, callee.object);
  if (shape?.kind !== 'instance') return undefined;
  const type = many(shape.driver.pool).find(pool => pool.type === shape.type);
  return type?.oneShot?.includes(method) === true ? callee.object : undefined;
}

/** The variable that is declared with the lease, or assigned it once. */
function variableOf({ node, file }: LeaseSite): Variable | undefined {
  let outer = node.parent;
  while (outer && (outer.type === 'AwaitExpression' || outer.type === 'TSAsExpression')) {
    outer = outer.parent;
  }
  const target =
    outer?.type === 'VariableDeclarator'
      ? outer.id
      : outer?.type === 'AssignmentExpression'
        ? outer.left
        : undefined;
  const variable = target?.type === 'Identifier' ? file.variableOf(target) : undefined;
  const isLocal = variable !== undefined && file.topLevel(variable.name) !== variable;
  return isLocal ? variable : undefined;
}

const OF_CONNECTION =
  /^\W*(?:BEGIN|START|COMMIT|ROLLBACK|END|ABORT|SAVEPOINT|RELEASE|SET|RESET|DISCARD|LISTEN|UNLISTEN|LOCK|PREPARE|EXECUTE|DEALLOCATE|DECLARE|FETCH|USE|COPY|CREATE\s+TEMP)\b|pg_\w*advisory|GET_LOCK|temporary/i;

/** Whether a statement means the same on any connection: no transaction, no state of the session, no stream. */
function isPlain(node: Node): boolean {
  const first = node.type === 'CallExpression' ? node.arguments[0] : undefined;
  if (first === undefined) return false;
  if (first.type === 'Literal') return !OF_CONNECTION.test(String(first.value));
  if (first.type !== 'TemplateLiteral') return true;
  return !OF_CONNECTION.test(first.quasis.map(quasi => quasi.value.cooked ?? '').join(' '));
}

function isAwaited(node: Node): boolean {
  return node.parent?.type === 'AwaitExpression';
}

const STRAIGHT = new Set([
  'AwaitExpression',
  'BlockStatement',
  'TryStatement',
  'VariableDeclaration',
  'VariableDeclarator',
  'ExpressionStatement',
  'ReturnStatement',
  'AssignmentExpression',
  'MemberExpression',
  'ArrayPattern',
  'TSAsExpression',
  'CallExpression',
]);

/** Whether whoever comes to `from` comes to `to`, once: no branch or loop stands between. */
function isStraight(from: Node, to: Node): boolean {
  const around = new Set<Node>();
  for (let outer: Node | undefined = from.parent; outer; outer = outer.parent) around.add(outer);
  let inner = to;
  for (let outer = to.parent; outer; inner = outer, outer = outer.parent) {
    if (around.has(outer)) return outer.type !== 'TryStatement' || isBlockOf(outer, inner);
    if (!STRAIGHT.has(outer.type) || isFunction(outer)) return false;
    if (outer.type === 'TryStatement' && !isBlockOf(outer, inner)) return false;
  }
  return false;
}

function isBlockOf(outer: Extract<Node, { type: 'TryStatement' }>, inner: Node): boolean {
  return outer.block === inner;
}

/** Whether a mention of the lease acquires, runs the statement, releases or asks whether it is there. */
function isOwnUse(site: LeaseSite, statement: Statement, identifier: Node): boolean {
  const outer = identifier.parent;
  if (outer === undefined) return false;
  switch (outer.type) {
    case 'VariableDeclarator':
      return outer.id === identifier;
    case 'AssignmentExpression':
      return outer.left === identifier && contains(outer.right, site.node);
    case 'IfStatement':
      return outer.test === identifier;
    case 'LogicalExpression':
      return outer.left === identifier && outer.parent.type === 'ExpressionStatement';
    case 'MemberExpression':
      return outer.object === identifier && isOwnMember(site, statement, outer);
    default:
      return false;
  }
}

function isOwnMember(
  site: LeaseSite,
  statement: Statement,
  member: Extract<Node, { type: 'MemberExpression' }>,
): boolean {
  const call = member.parent;
  if (call.type !== 'CallExpression' || call.callee !== member) return false;
  const name = propertyName(member) ?? '';
  const isOpened = site.opens.includes(name);
  return call === statement.node || isOpened || includesMethod(site.type.release, name);
}

function contains(outer: Node, inner: Node): boolean {
  return outer.range[0] <= inner.range[0] && inner.range[1] <= outer.range[1];
}
