import type { LeaseType, PoolType } from '../drivers/driver.ts';
import { many } from '../drivers/driver.ts';
import { methodNames } from '../drivers/names.ts';
import type { EditSource } from './source.ts';

/** A type as facts name it. */
interface Named {
  readonly package: string;
  readonly type: string;
}

/** What the driver of a pool says of its type. */
export function poolTypeOf(
  { package: name, type }: Named,
  source: EditSource,
): PoolType | undefined {
  return poolTypesOf(name, source).find(one => one.type === type);
}

/** What the driver of a connection says of its type. */
export function leaseTypeOf(
  { package: name, type }: Named,
  source: EditSource,
): LeaseType | undefined {
  return leaseTypesOf(name, source).find(one => one.type === type);
}

/** What the drivers of a package say of its pools. */
export function poolTypesOf(name: string, { drivers }: EditSource): readonly PoolType[] {
  return drivers.filter(one => one.package === name).flatMap(one => many(one.pool));
}

/** What the drivers of a package say of its connections. */
export function leaseTypesOf(name: string, { drivers }: EditSource): readonly LeaseType[] {
  return drivers.filter(one => one.package === name).flatMap(one => many(one.lease));
}

/** The methods that begin something on a type: an acquire, or a scope. */
export function beginningsOf({ scoped = [], acquire = [] }: Partial<PoolType>): readonly string[] {
  return methodNames([...scoped, ...acquire]);
}
