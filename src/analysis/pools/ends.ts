import type { PoolType } from '../../drivers/driver.ts';
import { many } from '../../drivers/driver.ts';
import type { Driver } from '../../drivers/driver.ts';
import { remembered } from '../../drivers/names.ts';
import type { EvidenceSource } from '../../evidence/syntax.ts';
import { propertyName } from '../../source/names.ts';
import type { Node, SourceFile, Variable } from '../../source/source-file.ts';
import { functionAround, isFunction } from '../../source/walk.ts';
import { callsIn } from '../flow/interest.ts';
import { unwrap } from '../lower/expressions.ts';
import type { PoolEnd } from '../pool-facts.ts';
import { functionName, isAside } from './callers.ts';
import { frequencyOf } from './frequency.ts';
import { pathInPackage, placeOf } from './place.ts';
import type { PoolSources } from './pools.ts';

/** The methods that close a pool. */
const closeNamesOf = remembered(
  drivers => new Set(drivers.flatMap(({ pool }) => many(pool).flatMap(({ close = [] }) => close))),
);

/** What a file that closes a pool contains. */
export const closePatternOf = remembered(drivers => {
  const spelled = [...closeNamesOf(drivers)].map(name => name.replaceAll('$', '\\$')).join('|');
  return new RegExp(`\\.(?:${spelled})\\s*\\(\\s*\\)`);
});

type CallNode = Extract<Node, { type: 'CallExpression' }>;
type MemberNode = Extract<Node, { type: 'MemberExpression' }>;

/** Calls that close a pool which others use as well, from code that runs again. */
export function toPoolEnds(sources: PoolSources, file: SourceFile): readonly PoolEnd[] {
  const { drivers, evidence, project } = sources;
  if (!closePatternOf(drivers).test(file.text)) return [];
  const names = closeNamesOf(drivers);
  const isInTests = isAside(pathInPackage(file.path, project));
  return callsIn(file.program).flatMap(node => {
    if (node.type !== 'CallExpression') return [];
    const callee = unwrap(node.callee);
    if (callee.type !== 'MemberExpression' || !names.has(propertyName(callee) ?? '')) return [];
    if (!isFunction(functionAround(node))) return [];
    return endAt(evidence, file, node, callee, isInTests) ?? [];
  });
}

function endAt(
  evidence: EvidenceSource,
  file: SourceFile,
  node: CallNode,
  callee: MemberNode,
  isInTests: boolean,
): PoolEnd | undefined {
  const pool = unwrap(callee.object);
  const variable = pool.type === 'Identifier' ? file.variableOf(pool) : undefined;
  const by = variable && closerOf(file, node, variable, isInTests);
  if (variable === undefined || by === undefined) return undefined;
  const shape = evidence.shapeOf(file, pool);
  const type = shape?.kind === 'instance' ? typeOf(shape.driver, shape.type) : undefined;
  if (shape?.kind !== 'instance' || !type?.close?.includes(propertyName(callee) ?? ''))
    return undefined;
  // What opens again by itself loses time, and only where it happens all the time.
  if (type.reopens === true && by !== 'request') return undefined;
  const owner = functionAround(node);
  return {
    ...placeOf(file, node),
    name: variable.name,
    package: shape.driver.package,
    evidence: shape.by,
    by,
    function: isFunction(owner) ? functionName(owner) : undefined,
    reopens: type.reopens ?? false,
  };
}

function typeOf(driver: Driver, name: string): PoolType | undefined {
  return many(driver.pool).find(({ type }) => type === name);
}

/** Who closes it, when that is somebody who comes again. */
function closerOf(
  file: SourceFile,
  node: CallNode,
  variable: Variable,
  isInTests: boolean,
): PoolEnd['by'] | undefined {
  if (!isShared(variable)) return undefined;
  const owner = functionAround(node);
  const frequency = frequencyOf(file, owner);
  if (frequency === 'test-each') return isRenewed(variable) ? undefined : 'test';
  if (isInTests || isRenewed(variable)) return undefined;
  if (frequency === 'request') return 'request';
  return frequency === 'unknown' && isFunction(owner) && isUsedIn(owner, variable, node)
    ? 'call'
    : undefined;
}

/** Whether a variable is one for the whole module. */
function isShared({ defs }: Variable): boolean {
  const [definition] = defs;
  if (definition === undefined || definition.type === 'Parameter') return false;
  let around: Node | undefined = definition.name;
  while (around && !isFunction(around)) around = around.parent ?? undefined;
  return around === undefined || isSuite(around);
}

/** The body of `describe` runs once. */
function isSuite({ parent }: Node): boolean {
  if (parent?.type !== 'CallExpression') return false;
  const callee = unwrap(parent.callee);
  return callee.type === 'Identifier' && /^(?:describe|suite|context)$/.test(callee.name);
}

/** Whether it gets another pool once it is closed. */
function isRenewed({ references, defs }: Variable): boolean {
  const writes = references.filter(one => one.isWrite()).length;
  const isImport = defs[0]?.type === 'ImportBinding';
  return isImport ? writes > 0 : writes > 1 || isFilledLater(defs[0]?.node);
}

function isFilledLater(node: Node | undefined): boolean {
  if (node?.type !== 'VariableDeclarator' || node.init) return false;
  const { parent } = node;
  return parent.type === 'VariableDeclaration' && !parent.declare;
}

/** Whether a function works with the pool before it closes it: then it is no function for closing. */
function isUsedIn(owner: Node, { references }: Variable, end: CallNode): boolean {
  return references.some(({ identifier }) => {
    const isInside = owner.range[0] <= identifier.range[0] && identifier.range[1] <= owner.range[1];
    const isEnd = end.range[0] <= identifier.range[0] && identifier.range[1] <= end.range[1];
    const member = identifier.parent;
    const call = member?.type === 'MemberExpression' ? member.parent : undefined;
    return isInside && !isEnd && call?.type === 'CallExpression' && call.callee === member;
  });
}
