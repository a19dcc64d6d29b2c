import type { Driver, PoolType } from '../../drivers/driver.ts';
import { many } from '../../drivers/driver.ts';

/** The names of what a driver acquires or holds a scope with. */
export function seedsOf(driver: Driver): readonly string[] {
  const known = seeds.get(driver) ?? namesIn(driver).filter(name => /^[\w$]+$/.test(name));
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

function namesIn(driver: Driver): readonly string[] {
  const pools = many(driver.pool);
  const owners = [...pools, ...many(driver.module)];
  const calls = [
    ...owners.flatMap(one => one.acquire ?? []),
    ...owners.flatMap(one => one.scoped ?? []),
  ];
  const standalone = many(driver.standalone);
  return [
    ...calls.map(one => (typeof one === 'string' ? one : one.method)),
    ...standalone.flatMap(type => [...type.open, ...type.create.map(lastName)]),
  ];
}

/** The members that give a value of one of these types. */
function waysTo(gives: Readonly<Record<string, string>>, types: readonly string[]): string[] {
  return Object.entries(gives).flatMap(([name, type]) => (types.includes(type) ? [name] : []));
}

/** Types that acquire when they are called themselves: only what makes one has a name. */
function isCalled({ acquire = [], scoped = [] }: PoolType): boolean {
  return [...acquire, ...scoped].some(one => (typeof one === 'string' ? one : one.method) === '()');
}

/** The name that is called in `new Client`, `promise.createConnection()`. */
function lastName(form: string): string {
  return /(\w+)(?:\(\))?$/.exec(form)?.[1] ?? form;
}
