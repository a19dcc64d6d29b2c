import type { Driver, PoolType } from '../../drivers/driver.ts';
import { many } from '../../drivers/driver.ts';

const namesOf = new WeakMap<readonly Driver[], ReadonlySet<string>>();

/** The names of all methods and exports that acquire or open a connection. */
export function acquireNamesOf(drivers: readonly Driver[]): ReadonlySet<string> {
  const known = namesOf.get(drivers);
  if (known !== undefined) return known;
  const names = new Set<string>();
  for (const driver of drivers) {
    for (const owner of [...many(driver.pool), ...many(driver.module)]) {
      for (const one of owner.acquire ?? []) names.add(typeof one === 'string' ? one : one.method);
    }
    for (const type of many(driver.standalone)) {
      for (const method of type.open) names.add(method);
      for (const made of type.create) names.add(/(\w+)(?:\(\))?$/.exec(made)?.[1] ?? made);
    }
  }
  namesOf.set(drivers, names);
  return names;
}

const scopes = new WeakMap<readonly Driver[], ReadonlySet<string>>();

/** The names of all methods that hold a connection while a callback runs. */
export function scopeNamesOf(drivers: readonly Driver[]): ReadonlySet<string> {
  const known = scopes.get(drivers);
  if (known !== undefined) return known;
  const names = new Set<string>();
  for (const driver of drivers) {
    for (const owner of [...many(driver.pool), ...many(driver.module)]) {
      const scoped = (owner.acquire ?? []).filter(
        one => typeof one === 'object' && one.callback === 'scoped',
      );
      for (const one of [...(owner.scoped ?? []), ...scoped]) {
        names.add(typeof one === 'string' ? one : one.method);
      }
    }
  }
  scopes.set(drivers, names);
  return names;
}

const providers = new WeakMap<readonly Driver[], ReadonlySet<string>>();

/** The names of all methods that give a function which acquires: `transactionProvider`. */
export function providerNamesOf(drivers: readonly Driver[]): ReadonlySet<string> {
  const known = providers.get(drivers);
  if (known !== undefined) return known;
  const names = new Set<string>();
  for (const { pool } of drivers) {
    const callable = many(pool)
      .filter(isCallable)
      .map(({ type }) => type);
    for (const { gives = {} } of many(pool)) {
      for (const [name, type] of Object.entries(gives))
        if (callable.includes(type)) names.add(name);
    }
  }
  providers.set(drivers, names);
  return names;
}

function isCallable({ acquire = [] }: PoolType): boolean {
  return acquire.some(one => typeof one === 'object' && one.method === '()');
}
