import type { Driver, ModuleType, PoolType } from '../../drivers/driver.ts';
import { many } from '../../drivers/driver.ts';
import { twinOf } from '../../drivers/twins.ts';

/** Whether a method or export of that name, or the one of which it is a twin, may acquire. */
export function isAcquireName(drivers: readonly Driver[], name: string): boolean {
  const names = acquireNamesOf(drivers);
  return names.has(name) || names.has(twinOf(name)?.method ?? name);
}

/** Whether a method of that name may hold a connection while a callback runs. */
export function isScopeName(drivers: readonly Driver[], name: string): boolean {
  return scopeNamesOf(drivers).has(name);
}

type Owner = PoolType | ModuleType;

/** The names of all methods and exports that acquire or open a connection. */
const acquireNamesOf = remembered(driver => [
  ...ownersIn(driver).flatMap(acquiresOf),
  ...many(driver.standalone).flatMap(type => type.open),
  ...many(driver.standalone)
    .flatMap(type => type.create)
    .map(made => /(\w+)(?:\(\))?$/.exec(made)?.[1] ?? made),
]);

/** The names of all methods that hold a connection while a callback runs. */
const scopeNamesOf = remembered(driver => ownersIn(driver).flatMap(scopesOf));

function ownersIn(driver: Driver): readonly Owner[] {
  return [...many(driver.pool), ...many(driver.module)];
}

function acquiresOf({ acquire = [] }: Owner): readonly string[] {
  return acquire.map(one => (typeof one === 'string' ? one : one.method));
}

function scopesOf({ scoped = [], acquire = [] }: Owner): readonly string[] {
  const lent = acquire.filter(one => typeof one === 'object' && one.callback === 'scoped');
  return [...scoped, ...lent].map(one => (typeof one === 'string' ? one : one.method));
}

/** Collects names from all drivers, once for each list of drivers. */
function remembered(
  namesIn: (driver: Driver) => readonly string[],
): (drivers: readonly Driver[]) => ReadonlySet<string> {
  const known = new WeakMap<readonly Driver[], ReadonlySet<string>>();
  return drivers => {
    const names = known.get(drivers) ?? new Set(drivers.flatMap(namesIn));
    known.set(drivers, names);
    return names;
  };
}

const statements = new WeakMap<readonly Driver[], ReadonlySet<string>>();

/** The names of all methods that run a statement, of a pool or of a connection. */
export function statementNamesOf(drivers: readonly Driver[]): ReadonlySet<string> {
  const known = statements.get(drivers);
  if (known !== undefined) return known;
  const names = new Set(
    drivers.flatMap(driver => [
      ...many(driver.pool).flatMap(({ oneShot }) => oneShot ?? []),
      ...many(driver.lease).flatMap(({ use }) => use),
    ]),
  );
  statements.set(drivers, names);
  return names;
}
