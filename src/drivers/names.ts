import type { Acquire, Scoped } from './acquire.ts';
import type { Driver, ModuleType, PoolType } from './driver.ts';
import { many } from './driver.ts';

/** The last name in `new pg.Pool`, `promise.createPool()` or `Knex.Transaction`. */
export function lastName(form: string): string {
  return /([\w$]+)(?:\(\))?$/.exec(form)?.[1] ?? form;
}

/** The methods that a driver lists as acquires or scopes. */
export function methodNames(list: readonly (string | Acquire | Scoped)[] = []): readonly string[] {
  return list.map(one => (typeof one === 'string' ? one : one.method));
}

/** The names of all methods and exports of a driver that acquire or open a connection. */
export function acquireNamesIn(driver: Driver): readonly string[] {
  const alone = many(driver.standalone);
  return [
    ...ownersIn(driver).flatMap(({ acquire }) => methodNames(acquire)),
    ...alone.flatMap(({ open }) => open),
    ...alone.flatMap(({ create }) => create.map(lastName)),
  ];
}

/** The names of all methods of a driver that hold a connection while a callback runs. */
export function scopeNamesIn(driver: Driver): readonly string[] {
  return ownersIn(driver).flatMap(({ scoped = [], acquire = [] }) => {
    const lent = acquire.filter(one => typeof one === 'object' && one.callback === 'scoped');
    return methodNames([...scoped, ...lent]);
  });
}

function ownersIn(driver: Driver): readonly (PoolType | ModuleType)[] {
  return [...many(driver.pool), ...many(driver.module)];
}

/** What is found out once for each list of drivers: a run has one, and asks for every file. */
export function remembered<T extends object>(
  find: (drivers: readonly Driver[]) => T,
): (drivers: readonly Driver[]) => T {
  const known = new WeakMap<readonly Driver[], T>();
  return drivers => {
    const found = known.get(drivers) ?? find(drivers);
    known.set(drivers, found);
    return found;
  };
}
