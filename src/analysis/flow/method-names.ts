import type { Driver } from '../../drivers/driver.ts';
import { many } from '../../drivers/driver.ts';
import { acquireNamesIn, remembered, scopeNamesIn } from '../../drivers/names.ts';
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

const acquireNamesOf = remembered(drivers => new Set(drivers.flatMap(acquireNamesIn)));
const scopeNamesOf = remembered(drivers => new Set(drivers.flatMap(scopeNamesIn)));

/** The names of all methods that run a statement, of a pool or of a connection. */
export const statementNamesOf = remembered(
  (drivers): ReadonlySet<string> =>
    new Set(
      drivers.flatMap(driver => [
        ...many(driver.pool).flatMap(({ oneShot }) => oneShot ?? []),
        ...many(driver.lease).flatMap(({ use }) => use),
      ]),
    ),
);
