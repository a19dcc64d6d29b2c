import type { Driver, PoolType } from '../../drivers/driver.ts';
import { many } from '../../drivers/driver.ts';
import { acquireNamesIn, methodNames, scopeNamesIn } from '../../drivers/names.ts';

/** The names of what a driver acquires or holds a scope with. */
export function seedsOf(driver: Driver): readonly string[] {
  const known =
    seeds.get(driver) ??
    [...acquireNamesIn(driver), ...scopeNamesIn(driver)].filter(name => /^[\w$]+$/.test(name));
  seeds.set(driver, known);
  return known;
}

/** The names of what gives something that acquires when it is called: `knex.transactionProvider()`. */
export function makersOf(driver: Driver): readonly string[] {
  const pools = many(driver.pool);
  const called = pools.filter(isCalled).map(one => one.type);
  return pools.flatMap(({ gives = {} }) => waysTo(gives, called));
}

const seeds = new WeakMap<Driver, readonly string[]>();

/** The members that give a value of one of these types. */
function waysTo(gives: Readonly<Record<string, string>>, types: readonly string[]): string[] {
  return Object.entries(gives).flatMap(([name, type]) => (types.includes(type) ? [name] : []));
}

/** Types that acquire when they are called themselves: only what makes one has a name. */
function isCalled({ acquire = [], scoped = [] }: PoolType): boolean {
  return methodNames([...acquire, ...scoped]).includes('()');
}
