import type { Acquire, Driver, LeaseType, PoolType } from '../drivers/driver.ts';
import { many } from '../drivers/driver.ts';
import { acquireNamed, includesMethod } from '../drivers/twins.ts';
import type { FunctionNode, Node, SourceFile, Variable } from '../source/source-file.ts';

/** An acquire that only names and use speak for. */
export interface UsedLease {
  readonly driver: Driver;
  readonly spec: Acquire;
  readonly lease: LeaseType;
}

/**
 * A call on a value nobody knows, whose result is queried and released like a connection.
 *
 * This is the weakest evidence: the method has an acquire's name, the result runs statements, and it
 * is given back by the driver's own method (or the file imports the driver). A mutex is released but
 * runs no statement; a socket is used but not released.
 */
export function usedAsLease(
  file: SourceFile,
  call: Node,
  drivers: readonly Driver[],
  isInstalled: (driver: Driver) => boolean,
): UsedLease | undefined {
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return undefined;
  const { property } = call.callee;
  if (property.type !== 'Identifier') return undefined;
  const candidates = drivers.flatMap(driver => acquiresNamed(driver, property.name));
  if (candidates.length === 0) return undefined;
  return choose(
    file,
    candidates.filter(candidate => fits(file, call, candidate)),
    isInstalled,
  );
}

/** The candidate whose driver the file imports or the project installs. */
export function choose<T extends Pick<UsedLease, 'driver'>>(
  file: SourceFile,
  fitting: readonly T[],
  isInstalled: (driver: Driver) => boolean,
): T | undefined {
  return (
    fitting.find(({ driver }) => isImported(file, driver)) ??
    fitting.find(({ driver }) => isInstalled(driver)) ??
    // Nothing tells them apart: a plain name is the original of its copies.
    fitting.toSorted((a, b) => a.driver.package.length - b.driver.package.length)[0]
  );
}

function acquiresNamed(driver: Driver, method: string): readonly UsedLease[] {
  const found: UsedLease[] = [];
  for (const pool of many(driver.pool)) {
    // A builder's methods have everyday names; only what leads to it tells.
    if (pool.create?.length === 0) continue;
    const spec = acquireNamed(pool.acquire, method);
    if (spec === undefined) continue;
    const leases = many(driver.lease);
    const lease =
      spec.lease === undefined ? leases[0] : leases.find(one => one.type === spec.lease);
    if (lease && lease.release.length > 0) found.push({ driver, spec, lease });
  }
  return found;
}

/** What a pool's methods acquire. */
export function specsOf(pool: PoolType): readonly Acquire[] {
  return (pool.acquire ?? []).map(one => (typeof one === 'string' ? { method: one } : one));
}

function fits(file: SourceFile, call: Node, { driver, spec, lease }: UsedLease): boolean {
  const variable = resultOf(file, call, spec);
  if (variable === undefined) return false;
  const methods = methodsCalledOn(variable);
  const released = methods.filter(method => includesMethod(lease.release, method)).length;
  const used = methods.filter(method => includesMethod(lease.use, method)).length;
  // A transaction runs no statement itself, but only a transaction is both committed and rolled back.
  if (lease.use.length === 0) return released > 1;
  const isGivenBack = released > 0 || isDoneCalled(file, call, spec);
  if (used === 0) return false;
  return used > 1 || isGivenBack || isImported(file, driver) || beginsTransaction(variable);
}

/** The variable that receives the lease: `const c = await x.connect()`, a callback's or `then`'s parameter. */
function resultOf(file: SourceFile, call: Node, spec: Acquire): Variable | undefined {
  const callback = callbackOf(call);
  if (callback !== undefined) {
    if (spec.callback === 'none' || spec.callback === 'scoped') return undefined;
    return variableIn(file, callback.params[spec.callback?.lease ?? 1]);
  }
  const outer = call.parent;
  if (outer?.type === 'MemberExpression') return thenParameter(file, outer);
  const value = outer?.type === 'AwaitExpression' ? outer : call;
  const target = value.parent;
  if (value === call && spec.returns !== 'value') return awaitedLater(file, target);
  if (target?.type === 'VariableDeclarator') return variableIn(file, target.id);
  return target?.type === 'AssignmentExpression' ? variableIn(file, target.left) : undefined;
}

/** `const promise = x.connect(); const client = await promise;` */
function awaitedLater(file: SourceFile, target: Node | undefined): Variable | undefined {
  if (target?.type !== 'VariableDeclarator') return undefined;
  for (const { identifier } of variableIn(file, target.id)?.references ?? []) {
    const wait = identifier.parent;
    const declarator = wait?.type === 'AwaitExpression' ? wait.parent : undefined;
    if (declarator?.type === 'VariableDeclarator') return variableIn(file, declarator.id);
  }
  return undefined;
}

function thenParameter(file: SourceFile, member: Node): Variable | undefined {
  const chained = member.parent;
  if (member.type !== 'MemberExpression' || chained?.type !== 'CallExpression') return undefined;
  if (member.property.type !== 'Identifier' || member.property.name !== 'then') return undefined;
  const [handler] = chained.arguments;
  return isFunctionNode(handler) ? variableIn(file, handler.params[0]) : undefined;
}

function callbackOf(call: Node): FunctionNode | undefined {
  const last = call.type === 'CallExpression' ? call.arguments.at(-1) : undefined;
  return isFunctionNode(last) ? last : undefined;
}

function isFunctionNode(node: Node | undefined): node is FunctionNode {
  return node?.type === 'FunctionExpression' || node?.type === 'ArrowFunctionExpression';
}

function variableIn(file: SourceFile, node: Node | undefined): Variable | undefined {
  return node?.type === 'Identifier' ? file.variableOf(node) : undefined;
}

/** The names of the methods that are called on a variable, each once. */
export function methodsCalledOn(variable: Variable): readonly string[] {
  const methods = new Set<string>();
  for (const { identifier } of variable.references) {
    const member = identifier.parent;
    if (member?.type !== 'MemberExpression' || member.object !== identifier) continue;
    if (member.property.type === 'Identifier') methods.add(member.property.name);
  }
  return [...methods];
}

/** Whether the callback's third parameter, which gives the connection back, is called. */
function isDoneCalled(file: SourceFile, call: Node, spec: Acquire): boolean {
  const callback = callbackOf(call);
  const position = typeof spec.callback === 'object' ? spec.callback.release : 2;
  if (callback === undefined || position === undefined) return false;
  const done = variableIn(file, callback.params[position]);
  return done !== undefined && done.references.length > 0;
}

const TRANSACTION = /^\s*(?:begin|commit|rollback|start\s+transaction|savepoint)\b/i;

/** Whether a transaction's statement is sent through it as text: only a connection takes one. */
export function beginsTransaction(variable: Variable): boolean {
  return variable.references.some(({ identifier }) => {
    const call = identifier.parent?.parent;
    if (call?.type !== 'CallExpression' || call.callee !== identifier.parent) return false;
    return TRANSACTION.test(textOf(call.arguments[0]));
  });
}

function textOf(node: Node | undefined): string {
  if (node?.type === 'Literal') return String(node.value);
  return node?.type === 'TemplateLiteral' ? (node.quasis[0]?.value.raw ?? '') : '';
}

/** Whether the file imports the driver, or a companion of it such as `pg-cursor`. */
export function isImported(file: SourceFile, driver: Driver): boolean {
  return (driver.modules ?? [driver.package]).some(module =>
    [`'${module}'`, `"${module}"`, `'${module}-`, `"${module}-`].some(text =>
      file.text.includes(text),
    ),
  );
}
