import type { Driver, LeaseType } from '../../drivers/driver.ts';
import { many } from '../../drivers/driver.ts';
import type { Shape, ShapeOf } from '../../evidence/shape.ts';
import { keyName } from '../../source/names.ts';
import type { LeaseSite } from '../flow/flow.ts';
import { toLeaseType } from '../flow/lease-types.ts';
import type { Questions } from '../flow/questions.ts';

/** What a value of a known type holds: a lease, at the end of a path of properties. */
export interface Held {
  readonly path: readonly string[];
  readonly type: HeldType;
  readonly inPromise: boolean;
}

/** A type of lease, as a run knows it. */
export type HeldType = Pick<LeaseSite, 'driver' | 'type' | 'standalone' | 'opens' | 'confirms'>;

const MAX_DEPTH = 2;

/** The leases that a value of a shape holds: itself, in a promise, in a list, or in its properties. */
export function* leasesOf(
  questions: Questions,
  shape: Shape | undefined,
  path: readonly string[] = [],
): Generator<Held> {
  switch (shape?.kind) {
    case 'instance': {
      const type = typeNamed(shape.driver, shape.type);
      if (type !== undefined) yield { path, type, inPromise: false };
      return;
    }
    case 'promise':
      for (const held of leasesOf(questions, shape.of, path)) {
        // Only the promise of a connection itself is followed, not that of an object with one.
        if (held.path.length === path.length) yield { ...held, inPromise: true };
      }
      return;
    case 'array':
      if (path.length < MAX_DEPTH) yield* leasesOf(questions, shape.of, [...path, '*']);
      return;
    case 'object':
      if (path.length >= MAX_DEPTH) return;
      for (const name of propertiesOf(shape)) {
        yield* leasesOf(questions, questions.memberOf(shape, name), [...path, name]);
      }
  }
}

/** The lease, or connection outside a pool, that a driver declares under a name. */
function typeNamed(driver: Driver, name: string): HeldType | undefined {
  const lease = many(driver.lease).find(one => one.type === name);
  if (lease !== undefined) return toHeldType(driver, lease);
  if (many(driver.pool).some(pool => pool.type === name)) return undefined;
  const standalone = many(driver.standalone).find(one => one.type === name);
  if (standalone === undefined) return undefined;
  const type = toLeaseType(standalone);
  return {
    driver,
    type,
    standalone: true,
    opens: standalone.open,
    confirms: standalone.confirm ?? [],
  };
}

/** A lease type of a driver, as a run knows it. */
export function toHeldType(driver: Driver, type: LeaseType): HeldType {
  return { driver, type, standalone: false, opens: [], confirms: [] };
}

function propertiesOf({ node }: ShapeOf<'object'>): readonly string[] {
  const members =
    node.type === 'ObjectExpression'
      ? node.properties
      : node.type === 'TSTypeLiteral'
        ? node.members
        : node.body.body;
  return members.flatMap(member => {
    const isProperty =
      member.type === 'Property' ||
      member.type === 'TSPropertySignature' ||
      member.type === 'PropertyDefinition';
    const name = isProperty ? keyName(member) : undefined;
    return name === undefined ? [] : [name];
  });
}
