import type { LeaseType, PoolType } from '../drivers/driver.ts';
import { many } from '../drivers/driver.ts';
import type { EditSource } from './source.ts';

/** A type as facts name it. */
interface Named {
  readonly package: string;
  readonly type: string;
}

/** What the driver of a pool says of its type. */
export function poolTypeOf(of: Named, { drivers }: EditSource): PoolType | undefined {
  const known = drivers.filter(one => one.package === of.package).flatMap(one => many(one.pool));
  return known.find(one => one.type === of.type);
}

/** What the driver of a connection says of its type. */
export function leaseTypeOf(of: Named, { drivers }: EditSource): LeaseType | undefined {
  const known = drivers.filter(one => one.package === of.package).flatMap(one => many(one.lease));
  return known.find(one => one.type === of.type);
}
