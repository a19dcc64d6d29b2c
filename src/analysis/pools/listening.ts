import type { Driver, PoolType } from '../../drivers/driver.ts';
import { many } from '../../drivers/driver.ts';
import type { Shape } from '../../evidence/shape.ts';
import type { EvidenceSource } from '../../evidence/syntax.ts';
import { constantOf } from '../../source/constants.ts';
import { identifierName, literalText, propertyName } from '../../source/names.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { functionAround, nodesIn } from '../../source/walk.ts';
import { unwrap } from '../lower/expressions.ts';
import { isHeardElsewhere } from './heard-elsewhere.ts';
import { isShortLived } from './short-lived.ts';
import { poolNameOf } from './pool-fact.ts';
import type { PoolSources } from './pools.ts';

/** What emits `error` by itself, and the call that makes it. */
export interface Emitter {
  readonly node: Node;
  readonly driver: Driver;
  readonly type: Pick<PoolType, 'type' | 'failsAloud' | 'close'>;
}

/** Whether somebody listens for the errors of a pool or connection; `undefined` where nobody has to, or when that is open. */
export function isListenedTo(
  sources: PoolSources,
  file: SourceFile,
  creation: Emitter,
): boolean | undefined {
  const { type, node } = creation;
  if (type.failsAloud !== true) return undefined;
  const name = poolNameOf(node);
  const { evidence, project } = sources;
  if (ON_ERROR.test(file.text) && listensIn(evidence, file, creation, name)) return true;
  if (isGivenToPackage(evidence, file, node, name)) return undefined;
  if (isShortLived(evidence, file, creation, name)) return undefined;
  return isHeardElsewhere(project, file, { driver: creation.driver, node }, name);
}

/** A listener for errors of what may be a pool. */
const ON_ERROR = /\.(?:on|once|addListener)\(\s*['"`]error['"`]/;

function listensIn(
  evidence: EvidenceSource,
  file: SourceFile,
  { driver, type, node }: Emitter,
  name: string | undefined,
): boolean {
  return nodesIn(file.program).some(call => {
    const base = listenedBase(call);
    if (base === undefined) return false;
    if (base === node || contains(base, node)) return true;
    if (isOtherPool(file, base, node)) return false;
    const shape = evidence.shapeOf(file, base);
    const of = shape?.kind === 'promise' ? shape.of : shape;
    if (of?.kind === 'instance')
      return of.driver.package === driver.package && of.type === type.type;
    if (of !== undefined) return false;
    return name === undefined || lastNameOf(base) === name;
  });
}

/** A variable that holds another pool: `const other = new Pool()`. */
function isOtherPool(file: SourceFile, base: Node, node: Node): boolean {
  const source = base.type === 'Identifier' ? constantOf(file, base) : undefined;
  return source?.type === 'NewExpression' && source !== node;
}

function contains(outer: Node, inner: Node): boolean {
  return (
    outer.type !== 'Identifier' &&
    outer.range[0] <= inner.range[0] &&
    inner.range[1] <= outer.range[1]
  );
}

/** What is listened to: the base of `pool.on('connect', …).on('error', …)`. */
function listenedBase(call: Node): Node | undefined {
  if (call.type !== 'CallExpression' || literalText(call.arguments[0]) !== 'error')
    return undefined;
  if (!isListening(call.callee)) return undefined;
  let base: Node = unwrap(call);
  while (base.type === 'CallExpression' && isListening(base.callee)) {
    const callee = unwrap(base.callee);
    if (callee.type !== 'MemberExpression') break;
    base = unwrap(callee.object);
  }
  return base;
}

function isListening(callee: Node): boolean {
  const inner = unwrap(callee);
  if (inner.type !== 'MemberExpression') return false;
  return /^(?:on|once|addListener)$/.test(propertyName(inner) ?? '');
}

/** The last name of a place: `pool` of `this.pool`; of `db.$client`, drizzle's client, the name; of drizzle's client the one before. */
export function lastNameOf(node: Node): string | undefined {
  if (node.type !== 'MemberExpression') return identifierName(node);
  const last = propertyName(node);
  return last === '$client' ? lastNameOf(unwrap(node.object)) : last;
}

/** A package that is handed the pool may listen itself; of builders and adapters it is known. */
function isGivenToPackage(
  evidence: EvidenceSource,
  file: SourceFile,
  node: Node,
  name: string | undefined,
): boolean {
  const around = functionAround(node);
  return nodesIn(around).some(call => {
    if (call.type !== 'CallExpression' && call.type !== 'NewExpression') return false;
    const isGiven = call.arguments.some(argument => hands(argument, node, name));
    if (!isGiven) return false;
    if (evidence.shapeOf(file, unwrap(call.callee))?.kind === 'package-export') return true;
    return isHearing(evidence.shapeOf(file, call));
  });
}

/** `new PrismaPg(pool)` */
function isHearing(made: Shape | undefined): boolean {
  if (made?.kind !== 'instance') return false;
  return many(made.driver.pool).some(({ type, hears }) => type === made.type && hears === true);
}

function hands(argument: Node, node: Node, name: string | undefined): boolean {
  const inner = argument.type === 'SpreadElement' ? argument.argument : unwrap(argument);
  if (inner === node || (name !== undefined && identifierName(inner) === name)) return true;
  if (inner.type !== 'ObjectExpression') return false;
  return inner.properties.some(one => one.type === 'Property' && hands(one.value, node, name));
}

/** Whether somebody else has what a call makes or what is of a name as well, and may listen. */
export function isPassedOn(file: SourceFile, node: Node, name: string): boolean {
  return nodesIn(file.program).some(call => {
    if (call.type !== 'CallExpression' && call.type !== 'NewExpression') return false;
    return call.arguments.some(one => hands(one, node, name) || lastNameOf(unwrap(one)) === name);
  });
}
