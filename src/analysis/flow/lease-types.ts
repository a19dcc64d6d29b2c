import type { Driver, LeaseType } from '../../drivers/driver.ts';
import { many, modulesOf } from '../../drivers/driver.ts';
import type { StandaloneType } from '../../drivers/standalone.ts';

/** The lease type that a driver's acquire names; without a name its first. */
export function leaseNamed(
  drivers: readonly Driver[],
  driver: Driver,
  name: string | undefined,
): LeaseType | undefined {
  if (name === undefined) return many(driver.lease)[0];
  const [module, type] = name.includes('#') ? name.split('#') : [undefined, name];
  const owner =
    module === undefined ? driver : drivers.find(one => modulesOf(one).includes(module));
  return many(owner?.lease).find(lease => lease.type === type);
}

/** A standalone connection owes its closing as a lease owes its release. */
export function toLeaseType(type: StandaloneType): LeaseType {
  const { close, ...rest } = type;
  return { ...rest, release: close };
}

/** The handle of a scope, which the driver may describe only as the pool it stands for. */
export function handleType(
  drivers: readonly Driver[],
  driver: Driver,
  name: string | undefined,
): LeaseType {
  const known = name === undefined ? undefined : leaseNamed(drivers, driver, name);
  return known ?? { type: name ?? 'connection', use: ['*'], release: [], dispose: 'none' };
}
