import type { Node } from '../source/source-file.ts';
import { many } from '../drivers/driver.ts';
import type { Shape } from './shape.ts';

/** What `await` gives: promises are unwrapped, also in one another; the rest stays as it is. */
export function awaited(shape: Shape | undefined): Shape | undefined {
  return shape?.kind === 'promise' ? awaited(shape.of) : shape;
}

/** A promise of a shape; never a promise of a promise. */
export function promised(shape: Shape | undefined): Shape | undefined {
  const of = awaited(shape);
  return of && { kind: 'promise', of };
}

/** The shape that all alternatives have; `undefined` when one has none or they differ. */
export function agreed(shapes: readonly (Shape | undefined)[]): Shape | undefined {
  const [first, ...rest] = shapes;
  if (first === undefined) return undefined;
  return rest.every(one => one !== undefined && isSame(first, one)) ? first : undefined;
}

/**
 * The shape of a union. Members without one (`null`, `string`) do not count; two types of drivers
 * leave it open.
 */
export function anyOf(shapes: readonly (Shape | undefined)[]): Shape | undefined {
  const known = shapes.filter(one => one !== undefined);
  const instances = known.filter(one => awaited(one)?.kind === 'instance');
  const [first, ...rest] = instances;
  if (first === undefined) return known[0];
  return rest.every(one => isSame(first, one)) ? first : undefined;
}

/**
 * The shape of one of two values: the first that is known. Of a lease and a pool (`tx ?? pool`) the
 * pool's, which is there when nobody has lent the other; where somebody has, the flow knows.
 */
export function eitherOf(one: Shape | undefined, other: Shape | undefined): Shape | undefined {
  if (one?.kind !== 'instance' || other?.kind !== 'instance') return one ?? other;
  return !isPool(one) && isPool(other) && one.driver === other.driver ? other : one;
}

/** Whether two shapes say the same, whatever the evidence. */
function isSame(one: Shape, other: Shape): boolean {
  switch (one.kind) {
    case 'instance':
      return other.kind === 'instance' && one.driver === other.driver && one.type === other.type;
    case 'driver-export':
    case 'package-export':
      return (
        other.kind === one.kind &&
        one.specifier === other.specifier &&
        one.path.join('.') === other.path.join('.')
      );
    case 'method':
      return other.kind === 'method' && other.name === one.name && isSame(one.of, other.of);
    case 'promise':
    case 'array':
      return other.kind === one.kind && isSame(one.of, other.of);
    case 'module':
      return other.kind === 'module' && one.file === other.file;
    default:
      return 'node' in other && other.kind === one.kind && one.node === other.node;
  }
}

/** Whether an expression is `null`, `undefined` or `void 0`. */
export function isNothing(node: Node | null | undefined): boolean {
  if (!node) return true;
  if (node.type === 'Literal') return node.value === null && node.raw === 'null';
  if (node.type === 'Identifier') return node.name === 'undefined';
  if (node.type === 'TSAsExpression' || node.type === 'TSNonNullExpression') {
    return isNothing(node.expression);
  }
  return node.type === 'UnaryExpression' && node.operator === 'void';
}

/** Whether a value is a pool of its driver. */
export function isPool(shape: Shape | undefined): boolean {
  if (shape?.kind !== 'instance') return false;
  return many(shape.driver.pool).some(({ type }) => type === shape.type);
}
