import type { Driver, PoolType } from '../../drivers/driver.ts';
import { many } from '../../drivers/driver.ts';
import { lastName } from '../../drivers/names.ts';
import type { Evidence, Shape } from '../../evidence/shape.ts';
import type { EvidenceSource } from '../../evidence/syntax.ts';
import { constantOf } from '../../source/constants.ts';
import { identifierName, propertyName, requiredSpecifier } from '../../source/names.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { nodesIn } from '../../source/walk.ts';
import { unwrap } from '../lower/expressions.ts';
import { importedName } from '../../evidence/modules.ts';
import { bindingOf } from '../../evidence/patterns.ts';
import { choicesOf } from '../../evidence/choices.ts';
import { creationNamesOf, isDriverModule } from './creation-names.ts';

/** A call that makes a pool, or hands its options to the class that is one. */
type CreationNode = Extract<Node, { type: 'CallExpression' | 'NewExpression' }>;

/** A place where a pool is made. */
export interface Creation {
  readonly node: CreationNode;
  readonly driver: Driver;
  readonly type: PoolType & { readonly options: NonNullable<PoolType['options']> };
  readonly by: Evidence;
}

/** The places of a file where pools are made; only calls that may be one are asked about. */
export function creationsIn(
  evidence: EvidenceSource,
  drivers: readonly Driver[],
  file: SourceFile,
): readonly Creation[] {
  return nodesIn(file.program).flatMap(node =>
    isCall(node) && mayCreate(drivers, file, node.callee)
      ? (creationAt(evidence, file, node) ?? [])
      : [],
  );
}

function isCall(node: Node): node is CreationNode {
  return node.type === 'CallExpression' || node.type === 'NewExpression';
}

/** Whether a callee has the name of what makes a pool, or comes straight from a driver. */
function mayCreate(drivers: readonly Driver[], file: SourceFile, callee: Node, depth = 0): boolean {
  const inner = unwrap(callee);
  if (inner.type === 'Super') return true;
  if (depth > MAX_NAMES) return false;
  const choices = choicesOf(inner);
  if (choices[0] !== inner) return choices.some(one => mayCreate(drivers, file, one, depth + 1));
  if (inner.type === 'CallExpression') {
    const specifier = requiredSpecifier(inner);
    return specifier === undefined
      ? mayCreate(drivers, file, inner.callee, depth + 1)
      : isDriverModule(drivers, specifier);
  }
  const name = inner.type === 'MemberExpression' ? propertyName(inner) : identifierName(inner);
  if (name !== undefined && creationNamesOf(drivers).has(name)) return true;
  if (inner.type === 'MemberExpression') return name === 'default';
  if (inner.type !== 'Identifier') return false;
  const definition = file.variableOf(inner)?.defs[0];
  if (definition?.type === 'ImportBinding') {
    const imported = importedName(definition);
    return imported !== undefined && isDriverModule(drivers, imported.specifier);
  }
  if (definition === undefined) return false;
  const key = bindingOf(definition.name).steps.at(-1);
  if (key !== undefined) return 'key' in key && creationNamesOf(drivers).has(key.key ?? '');
  const source = constantOf(file, inner);
  return (
    source !== undefined && choicesOf(source).some(one => mayCreate(drivers, file, one, depth + 1))
  );
}

const MAX_NAMES = 4;

function creationAt(
  evidence: EvidenceSource,
  file: SourceFile,
  node: CreationNode,
): Creation | undefined {
  const callee = unwrap(node.callee);
  const from = evidence.shapeOf(file, callee);
  const made =
    callee.type === 'Super' ? from && evidence.instanceOf(from) : evidence.shapeOf(file, node);
  const shape = made?.kind === 'promise' ? made.of : made;
  if (shape?.kind !== 'instance' || !makes(from, shape)) return undefined;
  if (!isOneMaker(evidence, file, callee)) return undefined;
  const { driver, by } = shape;
  const type = many(driver.pool).find(one => one.type === shape.type);
  return hasOptions(type) ? { node, driver, type, by } : undefined;
}

/** Whether a call gets the pool that an earlier one made, as long as nobody closes it. */
export function isShared({ node, type }: Creation): boolean {
  const callee = unwrap(node.callee);
  const name = callee.type === 'MemberExpression' ? propertyName(callee) : identifierName(callee);
  return node.type === 'CallExpression' && !!type.shared?.some(form => lastName(form) === name);
}

function hasOptions(type: PoolType | undefined): type is Creation['type'] {
  return type?.options !== undefined;
}

/** What is called is the driver's own, not a function of the user's that makes one. */
function makes(from: Shape | undefined, made: Extract<Shape, { kind: 'instance' }>): boolean {
  if (from?.kind === 'driver-export') return true;
  // `pgp(connection)`: an instance that is called and gives another one.
  return from?.kind === 'instance' && from.type !== made.type && from.own === undefined;
}

/** `pg.Pool ?? pg.default?.Pool`: whichever it is, it is the same export of the same driver. */
function isOneMaker(evidence: EvidenceSource, file: SourceFile, callee: Node): boolean {
  const [first, ...others] = choicesOf(constantOf(file, callee) ?? callee).map(one =>
    evidence.shapeOf(file, one),
  );
  return others.every(
    other =>
      first?.kind === 'driver-export' &&
      other?.kind === 'driver-export' &&
      other.driver === first.driver &&
      other.path.at(-1) === first.path.at(-1),
  );
}
