import type { LeaseType, PoolType } from '../../drivers/driver.ts';
import { many } from '../../drivers/driver.ts';
import { isPool } from '../../evidence/shapes.ts';
import { acquireNamed } from '../../drivers/twins.ts';
import type { ShapeOf } from '../../evidence/shape.ts';
import { literalText, propertyName } from '../../source/names.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { callsIn } from '../flow/interest.ts';
import { unwrap } from '../lower/expressions.ts';
import type { DeafLease } from '../pool-facts.ts';
import { hearsLent, listeningAround } from './listening-texts.ts';
import { isPassedOn, lastNameOf } from './listening.ts';
import { placeOf } from './place.ts';
import type { PoolSources } from './pools.ts';

type Call = Extract<Node, { type: 'CallExpression' }>;

const ON = /^(?:on|once|addListener)$/;
const MAY_LEND = /\.connect\b/;

/**
 * The connections that a file takes out of a pool and to whose errors nobody listens: those that it
 * keeps for their events, and the first of all others.
 */
export function toDeafLeases(sources: PoolSources, file: SourceFile): readonly DeafLease[] {
  if (!MAY_LEND.test(file.text) || hearsLent(file.text)) return [];
  const calls = callsIn(file.program).filter(node => node.type === 'CallExpression');
  const acquires = calls.filter(call => lendingPool(sources, file, call) !== undefined);
  if (acquires.length === 0 || calls.some(call => mayHear(sources, file, call))) return [];
  const kept = calls.flatMap(call => keptBy(sources, file, call, acquires) ?? []);
  const [first] = acquires.filter(call => !kept.some(({ of }) => of === call));
  const rest = first === undefined ? [] : [toFact(sources, file, { at: first, of: first })];
  const found = [...kept.map(one => toFact(sources, file, one)), ...rest].filter(
    fact => fact !== undefined,
  );
  return listeningAround(sources.project, file.path).isLentHeard ? [] : found;
}

/** A call that keeps a connection or takes it, and the call that took it. */
interface Taken {
  readonly at: Call;
  readonly of: Call;
}

function toFact(sources: PoolSources, file: SourceFile, { at, of }: Taken): DeafLease | undefined {
  const pool = lendingPool(sources, file, of);
  if (pool === undefined) return undefined;
  const { driver, by } = pool;
  return { ...placeOf(file, at), package: driver.package, evidence: by, isKept: at !== of };
}

/** The pool that a call takes a connection from, if those need somebody to listen. */
function lendingPool(
  { evidence }: PoolSources,
  file: SourceFile,
  call: Call,
): ShapeOf<'instance'> | undefined {
  const callee = unwrap(call.callee);
  if (callee.type !== 'MemberExpression') return undefined;
  const name = propertyName(callee);
  if (name === undefined || !MAY_LEND.test(`.${name}`)) return undefined;
  const shape = evidence.shapeOf(file, callee.object);
  if (shape?.kind !== 'instance') return undefined;
  const pool: PoolType | undefined = many(shape.driver.pool).find(one => one.type === shape.type);
  const isLending = acquireNamed(pool?.acquire, name) !== undefined;
  return isLending && many(shape.driver.lease).some(isFailing) ? shape : undefined;
}

function isFailing({ failsAloud }: LeaseType): boolean {
  return failsAloud === true;
}

/** `client.on('notification', …)`, where `client` or the field was filled here and is handed to nobody. */
function keptBy(
  { evidence }: PoolSources,
  file: SourceFile,
  call: Call,
  acquires: readonly Call[],
): Taken | undefined {
  const event = literalText(call.arguments[0]);
  const base = listenedBase(call);
  if (event === undefined || base === undefined) return undefined;
  const shape = evidence.shapeOf(file, base);
  if (shape?.kind !== 'instance') return undefined;
  const type = many(shape.driver.lease).find(one => one.type === shape.type);
  if (type === undefined || !isFailing(type) || type.keptFor?.includes(event) !== true) {
    return undefined;
  }
  const of =
    base.type === 'Identifier'
      ? intoVariable(file, base, acquires)
      : intoField(file, base, acquires);
  return of && { at: call, of };
}

/** The call that filled a variable. */
function intoVariable(file: SourceFile, name: Node, acquires: readonly Call[]): Call | undefined {
  const references = file.variableOf(name)?.references ?? [];
  if (references.some(({ identifier }) => isHandedOn(identifier))) return undefined;
  return acquires.find(acquire => references.some(one => takes(one.writeExpr, acquire)));
}

/** The call that filled a field: `this.client = await pool.connect()`. */
function intoField(file: SourceFile, field: Node, acquires: readonly Call[]): Call | undefined {
  const name = lastNameOf(field);
  if (name === undefined) return undefined;
  return acquires.find(acquire => {
    const value = acquire.parent.type === 'AwaitExpression' ? acquire.parent : acquire;
    const { parent } = value;
    if (parent?.type !== 'AssignmentExpression' || parent.left.type !== 'MemberExpression') {
      return false;
    }
    return lastNameOf(parent.left) === name && !isPassedOn(file, acquire, name);
  });
}

/** `await pool.connect()` */
function takes(written: Node | null | undefined, acquire: Call): boolean {
  if (!written) return false;
  const inner = unwrap(written);
  return (inner.type === 'AwaitExpression' ? unwrap(inner.argument) : inner) === acquire;
}

function isHandedOn({ parent }: Node): boolean {
  if (parent === undefined) return false;
  return !/^(?:MemberExpression|VariableDeclarator|AssignmentExpression|ChainExpression)$/.test(
    parent.type,
  );
}

/** A listener for errors of a connection, or of what nobody knows. */
function mayHear({ evidence }: PoolSources, file: SourceFile, call: Call): boolean {
  if (literalText(call.arguments[0]) !== 'error') return false;
  const base = listenedBase(call);
  if (base === undefined) return false;
  const shape = evidence.shapeOf(file, base);
  if (shape === undefined) return true;
  return shape.kind === 'instance' && !isPool(shape);
}

/** What a call adds a listener to: the base of `client.on('end', …).on('error', …)`. */
function listenedBase(call: Call): Node | undefined {
  let base: Node = call;
  while (base.type === 'CallExpression') {
    const callee = unwrap(base.callee);
    if (callee.type !== 'MemberExpression') return base === call ? undefined : base;
    if (!ON.test(propertyName(callee) ?? '')) return base === call ? undefined : base;
    base = unwrap(callee.object);
  }
  return base;
}
