import type { Driver, LeaseType } from '../../drivers/driver.ts';
import { many } from '../../drivers/driver.ts';
import { includesMethod } from '../../drivers/twins.ts';
import { keyName, propertyName } from '../../source/names.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { nodesIn } from '../../source/walk.ts';
import { transactionStepOf } from '../statements/sql.ts';
import { statementArgument, statementText } from '../statements/text.ts';
import type { Filling } from './fields.ts';
import { fillingAt, isWritten } from './fields.ts';
import type { Exit, Flow } from './flow.ts';
import { isHook } from './refill.ts';

/**
 * Where a method keeps a connection in a private field of its class that nobody ever releases.
 *
 * A connection for good looks the same. So the method has to begin a transaction on it each time, and the
 * class has to end one: then the connection is done with, and the next call loses it.
 */
export function findForgotten(flow: Flow, exit: Exit, id: string): Node | undefined {
  const { transactions } = flow.session;
  if (exit.kind === 'throw' || transactions.begunOn(id).length === 0) return undefined;
  const filling = fillingAt(flow, exit, id);
  if (filling === undefined || isHook(filling.name) || !isPrivate(filling)) return undefined;
  const { members, site, body } = filling;
  if (members.some(member => mayBeGivenBack(member, site.type))) return undefined;
  if (mayCloseOrTakeApart(body, site.driver)) return undefined;
  const isEnded = members.some(member => endsTransaction(site.file, member, site.type));
  return isEnded ? site.node : undefined;
}

function isPrivate({ body, field }: Filling): boolean {
  if (field.startsWith('#')) return true;
  return body.body.some(
    member =>
      member.type === 'PropertyDefinition' &&
      keyName(member) === field &&
      member.accessibility === 'private',
  );
}

/** Whether a member of a class releases the connection, or hands it to somebody who may. */
function mayBeGivenBack(member: Node, { release, destroy }: LeaseType): boolean {
  const used = wrapped(member);
  const { parent } = used;
  if (isWritten(used) || parent === undefined || isTested(used, parent)) return false;
  if (parent.type !== 'MemberExpression' || parent.object !== used) return true;
  const name = propertyName(parent);
  return name === undefined || includesMethod([...release, ...(destroy ?? [])], name);
}

/** `this.client!`, `(this.client as Client)`, `this.client?.…`. */
function wrapped(node: Node): Node {
  let outer = node;
  while (outer.parent && /^(?:TS\w*|Chain)Expression$/.test(outer.parent.type))
    outer = outer.parent;
  return outer;
}

function isTested(node: Node, parent: Node): boolean {
  switch (parent.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
      return parent.test === node;
    case 'LogicalExpression':
      return parent.operator === '&&' && parent.left === node;
    case 'UnaryExpression':
    case 'BinaryExpression':
      return true;
    default:
      return false;
  }
}

/** The class closes a pool, or takes its fields other than by their names. */
function mayCloseOrTakeApart(body: Node, driver: Driver): boolean {
  const closing = many(driver.pool).flatMap(({ close }) => close ?? []);
  return nodesIn(body).some(node => {
    if (node.type === 'ThisExpression') return isTakenApart(node);
    if (node.type !== 'MemberExpression' || node.parent.type !== 'CallExpression') return false;
    const name = node.parent.callee === node ? propertyName(node) : undefined;
    return name !== undefined && includesMethod(closing, name);
  });
}

function isTakenApart(self: Node): boolean {
  const { parent } = self;
  if (parent?.type === 'MemberExpression') return parent.computed;
  return parent?.type === 'VariableDeclarator' || parent?.type === 'SpreadElement';
}

function endsTransaction(file: SourceFile, member: Node, { transaction }: LeaseType): boolean {
  const method = wrapped(member).parent;
  const call = method?.parent;
  if (method?.type !== 'MemberExpression' || call?.type !== 'CallExpression') return false;
  const ends = [...(transaction?.commit ?? []), ...(transaction?.rollback ?? [])];
  if (ends.includes(propertyName(method) ?? '')) return true;
  return transactionStepOf(statementText(file, statementArgument(call)) ?? '') === 'end';
}
