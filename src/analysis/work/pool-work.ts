import type { Driver, PoolType, Scoped } from '../../drivers/driver.ts';
import { many } from '../../drivers/driver.ts';
import type { ShapeOf } from '../../evidence/shape.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import type { Acquired } from '../flow/driver-methods.ts';
import type { Questions } from '../flow/questions.ts';
import { constantOf } from '../../source/constants.ts';
import { isLease } from './borrowers.ts';
import { carrierOf, isStatement } from './carried.ts';
import type { Given } from './given.ts';
import { alternativeIn } from './given.ts';
import { classOfRow, innerOf, receiverOf, writtenOn } from './called-on.ts';
import { isChoice } from './choice.ts';
import { isFilledByCallers } from './filled.ts';
import { injectedPool } from './injected.ts';
import { isHandle } from './there.ts';
import type { PoolWork } from './work.ts';

/** Where a connection comes from. */
export interface Origin {
  /** Which pool it is; see `identityOf`. `undefined` when that is open. */
  readonly identity: string | undefined;
  /** The declared type of what the method was called on: `Pool`, `Repository`. */
  readonly type: string | undefined;
  /** The npm package of the driver. */
  readonly package: string;
  /** The other package in whose transactions it runs. */
  readonly transactionsOf?: string;
  /** What a caller may pass in its place. */
  readonly given?: Given;
  /** A caller was seen to pass it. */
  readonly isPassed?: true;
}

/** The connection that a call takes from a pool; `undefined` when it takes none. */
export function poolWork(
  questions: Questions,
  file: SourceFile,
  node: Node,
  found: Acquired | undefined,
): PoolWork | undefined {
  if (found === undefined || found.kind === 'standalone') return undefined;
  const taken = useOf(found, file, node);
  const origin = taken && originOf(questions, file, node, found.driver);
  if (taken === undefined || origin === undefined) return undefined;
  const { use, given } = taken;
  // Where two things have to be left out, nobody here knows both.
  if (given !== undefined && origin.given !== undefined) return undefined;
  const on = writtenOn(questions, file, node, found.driver);
  const from = given === undefined ? origin : { ...origin, given };
  return { k: 'pool', use, origin: from, ...(on && { on }), file, node, through: [] };
}

/** How a call takes a connection, and what a caller may pass that it does not need one. */
interface Taken {
  readonly use: PoolWork['use'];
  readonly given?: Given;
}

function useOf(
  found: Exclude<Acquired, { kind: 'standalone' }>,
  file: SourceFile,
  node: Node,
): Taken | undefined {
  if (found.kind === 'acquire') {
    const isScope = found.spec.callback === 'scoped' && hasArgument(node);
    return { use: isScope ? 'scope' : 'acquire' };
  }
  const { types, method } = found;
  if (scopeIn(types, method) !== undefined) return { use: 'scope' };
  const statements = types.filter(type => isStatement(type, method));
  if (statements.length === 0) return undefined;
  const carriers = statements.map(type => carrierOf({ file }, node, type, method));
  if (carriers.includes(true)) return undefined;
  const given = carriers.find(one => typeof one === 'object');
  return { use: 'statement', ...(given && { given }) };
}

/** How a driver describes a scoped method; a bare name is a method and nothing more. */
function scopeOf(
  scopes: readonly (string | Scoped)[] | undefined,
  method: string,
): Scoped | undefined {
  const found = scopes?.find(one => (typeof one === 'string' ? one : one.method) === method);
  return typeof found === 'string' ? { method: found } : found;
}

/** How a method holds a connection while a callback runs; `undefined` when it does not. */
export function scopeIn(types: readonly PoolType[], method: string): Scoped | undefined {
  return types.map(type => scopeOf(type.scoped, method)).find(one => one !== undefined);
}

function hasArgument(node: Node): boolean {
  return node.type === 'CallExpression' && node.arguments.length > 0;
}

/** The pool behind a call; `undefined` when what is called works on a lease. */
export function originOf(
  questions: Questions,
  file: SourceFile,
  node: Node,
  driver: Driver,
): Origin | undefined {
  let place = receiverOf(node);
  let type: ShapeOf<'instance'> | undefined;
  let identity = place && questions.identityOf(file, place);
  for (
    let next = place;
    next !== undefined;
    next = classOfRow(questions, file, next) ?? innerOf(file, next)
  ) {
    const shape = questions.shapeOf(file, next);
    if (isLease(shape) || isHandle(questions, file, next)) return undefined;
    if (isChoice(questions, file, next)) return undefined;
    if (isFilledByCallers(questions, file, next)) return undefined;
    const isOwn = shape?.kind === 'instance' ? shape.driver === driver : shape?.kind === 'class';
    if (!isOwn) continue;
    if (shape?.kind === 'instance') type ??= shape;
    place = next;
    // What makes the pool, `knex({ … })`, is no place that anybody comes to again; its constant is.
    identity = questions.identityOf(file, next) ?? identity;
  }
  const isOpen =
    place === undefined ||
    isConfigured(questions, file, place, node) ||
    isModel(questions, file, place);
  const { package: name, transactionsOf } = driver;
  const origin = { type: type?.type, package: name, ...(transactionsOf && { transactionsOf }) };
  // A method of the module itself, or of what is of its pool: `startSession()`, `Order.find()`.
  const own = questions.ownPoolOf(file, node) ?? (place && questions.ownPoolOf(file, place));
  if (own === name) return { ...origin, identity: `own pool of ${own}` };
  const injected = place && injectedPool(questions, file, place, origin);
  if (injected !== undefined) return { ...origin, identity: injected };
  const either = place && alternativeIn(file, place);
  if (either === undefined) return { ...origin, identity: isOpen ? undefined : identity };
  const { given, fallback } = either;
  return { ...origin, identity: questions.identityOf(file, fallback), given };
}

/** A class of rows says nothing of the pool it is registered with. */
function isModel(questions: Questions, file: SourceFile, place: Node): boolean {
  const shape = questions.shapeOf(file, place);
  if (shape?.kind === 'class') return place.type === 'Identifier';
  if (shape?.kind !== 'instance') return false;
  const pools = many(shape.driver.pool);
  const type = pools.find(one => one.type === shape.type);
  // Statements are told what they run in, and nothing makes one but a pool: `sequelize.define()`.
  return type?.carries?.methods !== undefined && pools.some(({ loads }) => loads === type.type);
}

/** `oracledb.getConnection({ user })`: an option of a module's function may name any pool, or none. */
function isConfigured(questions: Questions, file: SourceFile, place: Node, node: Node): boolean {
  if (node.type !== 'CallExpression' || place.type !== 'Identifier') return false;
  const isOwn = receiverOf(node) === place;
  const mayName = node.arguments.some(
    argument => argument.type === 'ObjectExpression' || (isOwn && isVariable(file, argument)),
  );
  return mayName && questions.shapeOf(file, place)?.kind === 'driver-export';
}

/** What is kept elsewhere may be options; a constant text is a name. */
function isVariable(file: SourceFile, node: Node): boolean {
  if (node.type === 'MemberExpression') return true;
  return node.type === 'Identifier' && constantOf(file, node)?.type !== 'Literal';
}

/** Whether two connections come from one pool; `undefined` when that is open. */
export function isSamePool(one: Origin, other: Origin): boolean | undefined {
  if (!areOfOneKind(one, other)) return false;
  // What a caller may have passed is perhaps the handle itself.
  if (one.given !== undefined || other.given !== undefined) return false;
  if (one.identity === other.identity && one.identity !== undefined) return true;
  // Whoever passes a parameter knows; it may be the handle of the transaction, or another pool on purpose.
  if (isParameter(other) || other.isPassed) return false;
  if (isParameter(one)) return undefined;
  if (one.identity === undefined || other.identity === undefined) return undefined;
  const areFields = [one, other].every(({ identity }) => identity?.startsWith('field '));
  // Two fields of one type are two pools; a repository and a data source may well be one.
  if (areFields) return one.type === other.type ? false : undefined;
  const isOpen = [one, other].some(({ identity }) => identity?.startsWith('field '));
  return isOpen ? undefined : false;
}

/** Whether the transactions of both are of one package. */
function areOfOneKind(one: Origin, other: Origin): boolean {
  return (one.transactionsOf ?? one.package) === (other.transactionsOf ?? other.package);
}

function isParameter({ identity }: Origin): boolean {
  return identity?.startsWith('parameter ') ?? false;
}

/** Whether an origin is one certain object that all the program has. */
export function isDefinite({ identity, given }: Origin): boolean {
  return identity !== undefined && given === undefined && !/^(?:parameter|field) /.test(identity);
}
