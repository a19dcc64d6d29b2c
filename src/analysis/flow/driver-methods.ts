import type { Acquire, Driver, LeaseType, ModuleType, PoolType } from '../../drivers/driver.ts';
import { many } from '../../drivers/driver.ts';
import { staticSource } from '../../evidence/classes.ts';
import { acquireNamed, promisified } from '../../drivers/twins.ts';
import type { Declared } from '../../evidence/declared.ts';
import type { Evidence, Shape, ShapeOf } from '../../evidence/shape.ts';
import { isPool } from '../../evidence/shapes.ts';
import { type Usage, usedAsLease } from '../../evidence/usage.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { unwrap } from '../lower/expressions.ts';
import { leaseNamed, toLeaseType } from './lease-types.ts';

/** What a call means to a driver. */
export type Acquired =
  | {
      readonly kind: 'acquire';
      readonly driver: Driver;
      readonly spec: Acquire;
      readonly lease: LeaseType;
      /** The pool's method that takes the lease back, where the lease has none. */
      readonly byArgument?: string;
      readonly by: Evidence;
      readonly usage?: Usage;
    }
  | {
      readonly kind: 'standalone';
      readonly driver: Driver;
      readonly lease: LeaseType;
      readonly opens: readonly string[];
      readonly confirms: readonly string[];
      readonly isOpen: boolean;
      readonly isPromise: boolean;
      readonly isPooled: boolean;
      readonly by: Evidence;
    }
  /** Another method of something the driver knows; `types` are the pools it may be. */
  | {
      readonly kind: 'pool';
      readonly driver: Driver;
      readonly types: readonly PoolType[];
      readonly method: string;
      readonly by: Evidence;
    };

/** Where shapes are asked for. */
export interface Shapes {
  readonly drivers: readonly Driver[];
  shapeOf(file: SourceFile, node: Node): Shape | undefined;
  /** Whether the nearest manifest names a package. */
  dependsOn(file: SourceFile, name: string): boolean;
  declaredOf(file: SourceFile, call: Node): Declared | undefined;
}

/** What a call means to a driver; `undefined` when no driver knows what is called. */
export function acquireOf(shapes: Shapes, file: SourceFile, node: Node): Acquired | undefined {
  if (node.type === 'TaggedTemplateExpression') return ofTag(shapes, file, node.tag);
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return undefined;
  const said = shapes.declaredOf(file, node)?.acquires;
  if (said !== undefined) return asDeclared(said);
  const callee = unwrap(node.callee);
  if (callee.type === 'MemberExpression' && callee.property.type === 'Identifier') {
    const { name } = callee.property;
    const shapeOf: Shapes['shapeOf'] = (of, part) => shapes.shapeOf(of, part);
    const receiver = staticSource(shapeOf, shapeOf(file, callee.object), name);
    if (receiver?.kind === 'instance') return ofInstance(shapes, receiver, name);
    if (receiver?.kind === 'driver-export') return ofExport(shapes, file, node, receiver, name);
    const method = shapes.shapeOf(file, callee);
    if (method?.kind === 'method') return ofMethod(shapes, method);
    const told = toldByName(shapes.drivers, receiver, name);
    if (told !== undefined) return told;
    const isForeign = receiver === undefined || receiver.kind === 'package-export';
    return isForeign ? ofUsage(shapes, file, node, callee) : undefined;
  }
  const shape = shapes.shapeOf(file, callee);
  if (shape?.kind === 'method') return ofMethod(shapes, shape);
  if (shape?.kind === 'instance') return ofInstance(shapes, shape, '()');
  if (shape?.kind !== 'driver-export') return undefined;
  const owner = { ...shape, path: shape.path.slice(0, -1) };
  return ofExport(shapes, file, node, owner, shape.path.at(-1) ?? 'default');
}

/** `prisma.$transaction()` on a value nobody knows: the name says it. */
function toldByName(
  drivers: readonly Driver[],
  receiver: Shape | undefined,
  method: string,
): Acquired | undefined {
  if (receiver !== undefined && receiver.kind !== 'object') return undefined;
  for (const driver of drivers) {
    const types = many(driver.pool).filter(type =>
      type.scoped?.some(one => typeof one === 'object' && one.isTelling && one.method === method),
    );
    if (types.length > 0) return { kind: 'pool', driver, types, method, by: 'usage' };
  }
  return undefined;
}

/** sql`select 1`: the pool itself runs the statement. */
function ofTag(shapes: Shapes, file: SourceFile, tag: Node): Acquired | undefined {
  const shape = shapes.shapeOf(file, tag);
  return shape?.kind === 'instance' ? ofInstance(shapes, shape, '()') : undefined;
}

function asDeclared(driver: Driver): Acquired | undefined {
  const [lease] = many(driver.lease);
  const spec: Acquire = { method: '()', callback: 'none' };
  return lease && { kind: 'acquire', driver, spec, lease, by: 'annotation' };
}

function ofUsage(shapes: Shapes, file: SourceFile, node: Node, callee: Node): Acquired | undefined {
  // A function whose body is at hand speaks for itself.
  if (shapes.shapeOf(file, callee)?.kind === 'function') return undefined;
  const used = usedAsLease(file, node, shapes.drivers, driver =>
    shapes.dependsOn(file, driver.package),
  );
  return used && { kind: 'acquire', ...used, by: 'usage' };
}

/** What a method does to a pool, or to something else that the driver knows. */
export function ofInstance(
  shapes: Shapes,
  receiver: ShapeOf<'instance'>,
  method: string,
): Acquired {
  const types = poolsOf(receiver);
  for (const type of types) {
    const found = specIn(shapes.drivers, receiver.driver, type, method, receiver.by);
    if (found) return found;
  }
  return { kind: 'pool', driver: receiver.driver, types, method, by: receiver.by };
}

function ofMethod(shapes: Shapes, { of, name, isPromised }: ShapeOf<'method'>): Acquired {
  const owners = of.kind === 'instance' ? poolsOf(of) : many(of.driver.module);
  const by = of.kind === 'instance' ? of.by : 'creation';
  for (const owner of owners) {
    const found = specIn(shapes.drivers, of.driver, owner, name, by);
    if (found?.kind !== 'acquire') continue;
    return isPromised ? { ...found, spec: promisified(found.spec) } : found;
  }
  return { kind: 'pool', driver: of.driver, types: [], method: name, by };
}

function poolsOf({ driver, type }: ShapeOf<'instance'>): readonly PoolType[] {
  return many(driver.pool).filter(pool => pool.type === type);
}

function ofExport(
  shapes: Shapes,
  file: SourceFile,
  node: Node,
  owner: ShapeOf<'driver-export'>,
  name: string,
): Acquired | undefined {
  const { driver } = owner;
  const found =
    owner.path.length === 0 &&
    driver.module &&
    specIn(shapes.drivers, driver, driver.module, name, 'creation');
  if (found) return found;
  const made = shapes.shapeOf(file, node);
  const instance = made?.kind === 'promise' ? made.of : made;
  if (instance?.kind !== 'instance')
    return { kind: 'pool', driver, types: [], method: name, by: 'creation' };
  const type = many(instance.driver.standalone).find(one => one.type === instance.type);
  if (type === undefined || isPool(instance)) return undefined;
  return {
    kind: 'standalone',
    driver: instance.driver,
    lease: toLeaseType(type),
    opens: type.open,
    confirms: type.confirm ?? [],
    isOpen: type.open.length === 0,
    isPromise: made?.kind === 'promise',
    isPooled: type.pooled ?? false,
    by: instance.by,
  };
}

function specIn(
  drivers: readonly Driver[],
  driver: Driver,
  owner: PoolType | ModuleType,
  method: string,
  by: Evidence,
): Acquired | undefined {
  const spec = acquireNamed(owner.acquire, method);
  const lease = spec && leaseNamed(drivers, driver, spec.lease);
  if (spec === undefined || lease === undefined) return undefined;
  const [byArgument] = 'releaseByArgument' in owner ? (owner.releaseByArgument ?? []) : [];
  return { kind: 'acquire', driver, spec, lease, by, ...(byArgument && { byArgument }) };
}
