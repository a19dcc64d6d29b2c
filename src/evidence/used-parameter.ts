import type { Driver, LeaseType, PoolType } from '../drivers/driver.ts';
import { many } from '../drivers/driver.ts';
import type { SourceFile, Variable } from '../source/source-file.ts';
import type { UsedLease } from './usage.ts';
import { beginsTransaction, choose, isImported, methodsCalledOn, specsOf } from './usage.ts';

/** A lease that only the methods called on it speak for. */
export type UsedConnection = Pick<UsedLease, 'driver' | 'lease'>;

/**
 * A parameter nobody knows, on which its function calls what only a connection has.
 *
 * It is given back and queried; one of them is enough where the file imports the driver, or where a
 * transaction begins or ends on it.
 */
export function usedAsConnection(
  file: SourceFile,
  parameter: Variable,
  drivers: readonly Driver[],
  isInstalled: (driver: Driver) => boolean,
): UsedConnection | undefined {
  const methods = new Set(methodsCalledOn(parameter));
  if (methods.size === 0) return undefined;
  const begins = beginsTransaction(parameter);
  // What a pool has as well tells nothing; but nobody begins a transaction on a pool.
  if (!begins && drivers.some(driver => many(driver.pool).some(pool => hasAll(pool, methods)))) {
    return undefined;
  }
  const fitting = drivers.flatMap(driver =>
    many(driver.lease)
      .filter(lease => fits(lease, methods, begins || isImported(file, driver)))
      .map(lease => ({ driver, lease })),
  );
  return choose(file, fitting, isInstalled)?.first;
}

/** Whether a lease is what the methods are called on: given back and used, or one of them and more evidence. */
function fits(lease: LeaseType, methods: ReadonlySet<string>, isLikely: boolean): boolean {
  const isUsed = lease.use.some(method => methods.has(method));
  const ends = [...lease.release, ...(lease.destroy ?? [])];
  const isGivenBack = ends.some(method => methods.has(method));
  return isGivenBack ? isUsed || isLikely : isUsed && isLikely;
}

function hasAll(pool: PoolType, methods: ReadonlySet<string>): boolean {
  const own = [
    ...(pool.oneShot ?? []),
    ...(pool.close ?? []),
    ...specsOf(pool).map(spec => spec.method),
  ];
  return [...methods].every(method => own.includes(method));
}
