import type { Acquire, Driver, LeaseType, PoolType } from '../drivers/driver.ts';
import { many, modulesOf } from '../drivers/driver.ts';
import { acquireNamed, includesMethod } from '../drivers/twins.ts';
import { identifierName } from '../source/names.ts';
import type { Node, SourceFile, Variable } from '../source/source-file.ts';
import { callbackOf, resultOf, variableIn } from './received.ts';

/** An acquire that only names and use speak for. */
export interface UsedLease extends Candidate {
  readonly usage: Usage;
}

/** What names and use say of a lease. */
export interface Usage {
  /** The methods by which the lease was known, those that use it first. */
  readonly methods: readonly string[];
  /** The packages it may be of, the likeliest first; several when nothing tells them apart. */
  readonly packages: readonly string[];
  /** What tells the package: the file imports it, or `package.json` names it. */
  readonly toldBy: 'import' | 'manifest' | 'nothing';
}

/** The likeliest of those that fit. */
interface Choice<T> extends Pick<Usage, 'packages' | 'toldBy'> {
  readonly first: T;
}

/** An acquire that a name may stand for. */
export interface Candidate {
  readonly driver: Driver;
  readonly spec: Acquire;
  readonly lease: LeaseType;
}

/**
 * A call on a value nobody knows, whose result is queried and released like a connection.
 *
 * This is the weakest evidence: the method has an acquire's name, the result runs statements, and it
 * is given back by the driver's own method (or the file imports the driver, or the project has the only
 * one with such a method). A mutex is released but
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
  const candidates = acquiresNamed(drivers, property.name);
  if (candidates.length === 0) return undefined;
  const found = choose(
    file,
    candidates.filter(one => {
      const isTold =
        isImported(file, one.driver) || (isSole(candidates) && isInstalled(one.driver));
      return fits(file, call, one, isTold);
    }),
    isInstalled,
  );
  if (found === undefined) return undefined;
  const { first, packages, toldBy } = found;
  return { ...first, usage: { methods: methodsSeen(file, call, first), packages, toldBy } };
}

/** The first of those that fit, by what the file imports or the project installs. */
export function choose<T extends Pick<Candidate, 'driver'>>(
  file: SourceFile,
  fitting: readonly T[],
  isInstalled: (driver: Driver) => boolean,
): Choice<T> | undefined {
  const imported = fitting.filter(({ driver }) => isImported(file, driver));
  if (imported.length > 0) return firstOf(imported, 'import');
  const installed = fitting.filter(({ driver }) => isInstalled(driver));
  if (installed.length > 0) return firstOf(installed, 'manifest');
  // A plain name is the original of its copies.
  const plainest = fitting.toSorted((a, b) => a.driver.package.length - b.driver.package.length);
  return firstOf(plainest, 'nothing');
}

function firstOf<T extends Pick<Candidate, 'driver'>>(
  fitting: readonly T[],
  toldBy: Usage['toldBy'],
): Choice<T> | undefined {
  const [first] = fitting;
  const packages = [...new Set(fitting.map(({ driver }) => driver.package))];
  return first && { first, packages, toldBy };
}

function methodsSeen(file: SourceFile, call: Node, { spec, lease }: Candidate): readonly string[] {
  const variable = resultOf(file, call, spec);
  const called = variable === undefined ? [] : methodsCalledOn(variable);
  const ofKind = [lease.use, lease.release].flatMap(methods =>
    called.filter(method => includesMethod(methods, method)),
  );
  return [...new Set(ofKind)];
}

/** What a method acquires, by its name alone, of each driver that has such a one. */
export function acquiresNamed(drivers: readonly Driver[], method: string): readonly Candidate[] {
  return drivers.flatMap(driver => acquiresOf(driver, method));
}

function acquiresOf(driver: Driver, method: string): readonly Candidate[] {
  const found: Candidate[] = [];
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

/** Whether a method is of one package alone, and its name no everyday word: `createQueryRunner`. */
function isSole(candidates: readonly Candidate[]): boolean {
  const packages = new Set(candidates.map(({ driver }) => driver.package));
  return packages.size === 1 && candidates.every(({ spec }) => /[a-z][A-Z]/.test(spec.method));
}

function fits(file: SourceFile, call: Node, one: Candidate, isTold: boolean): boolean {
  const { driver, spec, lease } = one;
  const variable = resultOf(file, call, spec);
  if (variable === undefined) return false;
  const methods = methodsCalledOn(variable);
  const released = methods.filter(method => includesMethod(lease.release, method)).length;
  const used = methods.filter(method => includesMethod(lease.use, method)).length;
  // A transaction runs no statement itself, but only a transaction is both committed and rolled back.
  if (lease.use.length === 0) return released > 1 || (released > 0 && isNamedAfter(call, driver));
  const isGivenBack = released > 0 || isDoneCalled(file, call, spec);
  if (used === 0) return false;
  return used > 1 || isGivenBack || isTold || beginsTransaction(variable);
}

/** `ctx.db.sequelize.transaction()`: what it is called on has the name of the package. */
function isNamedAfter(call: Node, driver: Driver): boolean {
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return false;
  const { object } = call.callee;
  const name = identifierName(object.type === 'MemberExpression' ? object.property : object);
  return name !== undefined && modulesOf(driver).includes(name);
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
  return modulesOf(driver).some(module =>
    [`'${module}'`, `"${module}"`, `'${module}-`, `"${module}-`].some(text =>
      file.text.includes(text),
    ),
  );
}
