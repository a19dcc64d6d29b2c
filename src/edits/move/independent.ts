import { statementText } from '../../analysis/statements/text.ts';
import { statementsIn } from '../../analysis/statements/sql.ts';
import { sessionUseOf } from '../../analysis/statements/session-sql.ts';
import type { LeaseType } from '../../drivers/driver.ts';
import { identifierName } from '../../source/names.ts';
import type { Node, Reference, Variable } from '../../source/source-file.ts';
import { isFunction, nodesIn, walk, isWithin } from '../../source/walk.ts';
import type { EditSource } from '../source.ts';
import { isMentionedIn } from '../statements.ts';
import { callsIn, methodOf, stepAt, type Call } from './steps.ts';

/** The variables that are named in a node, with the places where that is. */
function variablesIn(node: Node, { file }: EditSource): readonly Variable[] {
  const found = nodesIn(node).flatMap(one =>
    one.type === 'Identifier' ? (file.variableOf(one) ?? []) : [],
  );
  return [...new Set(found)];
}

/** A name that a statement needs and that is only there, or is changed, between two offsets. */
export function needFrom(
  work: Node,
  [from, to]: readonly [number, number],
  source: EditSource,
): string | undefined {
  const isBetween = ({ range }: Node): boolean => from <= range[0] && range[1] <= to;
  const found = variablesIn(work, source).find(variable => {
    if (variable.defs.some(({ name }) => isBetween(name))) return true;
    const isNamed = variable.references.filter(one => isBetween(one.identifier));
    // What is written here and read there belongs to an order, too.
    return isNamed.some(writes) || (isNamed.length > 0 && isWrittenIn(variable, work));
  });
  return found?.name;
}

function writes(reference: Reference): boolean {
  return reference.isWrite();
}

function isWrittenIn({ references }: Variable, node: Node): boolean {
  return references.some(
    one => one.isWrite() && isWithin(node, one.identifier) && !isDeclared(one.identifier),
  );
}

function isDeclared({ parent }: Node): boolean {
  return parent?.type === 'VariableDeclarator' || parent?.type === 'Property';
}

/** A statement that another may not be moved across; `onlyReads`: that one changes nothing itself. */
export function findObstacle(
  statements: readonly Node[],
  connection: Variable | undefined,
  lease: LeaseType | undefined,
  onlyReads: boolean,
  source: EditSource,
): Node | undefined {
  return statements.find(statement => {
    if (isPure(statement, onlyReads)) return false;
    const call = onlyCallIn(statement);
    if (call === undefined || (connection && !isMentionedIn(connection, call.callee))) return true;
    if (connection === undefined && call.callee.type !== 'MemberExpression') return true;
    if (stepAt(call, lease, source) === 'begin') return false;
    return !(onlyReads && isPlainRead(call, source));
  });
}

/** Whether a statement only declares what it works out of what is there. */
function isPure(statement: Node, mayThrow: boolean): boolean {
  if (statement.type !== 'VariableDeclaration' || statement.kind === 'var') return false;
  return nodesIn(statement).every(
    ({ type }) => !ACTS.has(type) && (mayThrow || type !== 'MemberExpression'),
  );
}

const ACTS: ReadonlySet<string> = new Set([
  'CallExpression',
  'NewExpression',
  'AwaitExpression',
  'YieldExpression',
  'AssignmentExpression',
  'UpdateExpression',
  'TaggedTemplateExpression',
  'ImportExpression',
]);

/** The call of a statement that is nothing but its call, awaited, whose result may be kept. */
function onlyCallIn(statement: Node) {
  const isPlain =
    statement.type === 'ExpressionStatement' ||
    (statement.type === 'VariableDeclaration' && statement.kind !== 'var');
  const [call, ...others] = callsIn(statement);
  const acts = nodesIn(statement).filter(({ type }) => ACTS.has(type));
  // The call and its `await`.
  return isPlain && call && others.length === 0 && acts.length === 2 ? call : undefined;
}

const LOCKS =
  /\bfor\s+(?:no\s+key\s+update|update|share|key\s+share)\b|\block\s+in\b|\binto\b|\w\s*\(/i;

/** A `SELECT` that locks nothing, calls nothing and leaves nothing in its session. */
function isPlainRead(call: Call, { file }: EditSource) {
  const text = statementText(file, call.arguments[0]);
  if (text === undefined || sessionUseOf(text) !== undefined) return false;
  const statements = statementsIn(text);
  return statements.length === 1 && /^select\b/i.test(text.trim()) && !LOCKS.test(text);
}

const READS = /^(?:get|head|readFile|stat|access|readdir|json|text|arrayBuffer|blob)$/;

/** Whether foreign work only asks: it can be done earlier, and again, without anybody noticing. */
export function isQuestion(work: Node): boolean {
  return callsIn(work).every(call => {
    if (identifierName(call.callee) === 'fetch') return call.arguments.length === 1;
    const method = methodOf(call);
    return method !== undefined && READS.test(method);
  });
}

/** Whether a statement leaves its block, or declares what belongs to the whole function. */
export function leaves(work: Node): boolean {
  let found = /^(?:Function|Class)Declaration$/.test(work.type);
  walk(work, node => {
    if (isFunction(node)) return false;
    const isVar = node.type === 'VariableDeclaration' && node.kind === 'var';
    if (isVar || LEAVING.test(node.type)) found = true;
    return true;
  });
  return found;
}

const LEAVING = /^(?:Return|Break|Continue)Statement$|^YieldExpression$/;

/** Whether a name that a statement declares means something else in the block it would move to. */
export function findClash(work: Node, block: Node, source: EditSource): string | undefined {
  if (work.type !== 'VariableDeclaration') return undefined;
  const { file } = source;
  const declared = work.declarations.flatMap(({ id }) => variablesIn(id, source));
  const others = nodesIn(block).flatMap(node =>
    node.type === 'Identifier' ? (file.variableOf(node) ?? []) : [],
  );
  return declared.find(one => others.some(other => other.name === one.name && other !== one))?.name;
}
