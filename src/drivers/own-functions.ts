import { suggestNearest } from '../nearest.ts';
import { DriverSettingError } from './checks.ts';
import type { Driver } from './driver.ts';

/** What a user says of a function that no analysis can know. */
export interface Helper {
  /** The function's name as it is called: `getClient`, or `db.getClient` to tell it from others. */
  readonly name: string;
  /** It gives a lease, gives back the leases it is passed, or only uses them. */
  readonly does: 'acquires' | 'releases' | 'borrows';
  /** The package of the lease that it acquires. */
  readonly driver?: string;
}

const deeds: readonly Helper['does'][] = ['acquires', 'releases', 'borrows'];

/** Checks what users say of their functions; `place` is where: `settings.pool.helpers`. */
export function parseOwnFunctions(
  value: unknown,
  place: string,
  drivers: readonly Driver[],
): readonly Helper[] {
  if (!Array.isArray(value)) {
    throw new DriverSettingError(`${place} must be an array, not ${show(value)}.`);
  }
  return value.map((item: unknown, index) => toOwnFunction(item, `${place}[${index}]`, drivers));
}

function toOwnFunction(value: unknown, place: string, drivers: readonly Driver[]): Helper {
  if (typeof value !== 'object' || value === null) {
    throw new DriverSettingError(`${place} must be an object, not ${show(value)}.`);
  }
  const { name, does, driver, ...rest } = value as Record<string, unknown>;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) {
    const hint = suggestNearest(unknown, ['name', 'does', 'driver']);
    throw new DriverSettingError(`${place} has an unknown key '${unknown}'.${hint}`);
  }
  if (typeof name !== 'string' || name === '') {
    throw new DriverSettingError(
      `${place}.name must be the name of a function, not ${show(name)}.`,
    );
  }
  const deed = deeds.find(one => one === does);
  if (deed === undefined) {
    throw new DriverSettingError(
      `${place}.does must be one of ${deeds.join(', ')}, not ${show(does)}.`,
    );
  }
  if (deed !== 'acquires') return { name, does: deed };
  const packages = drivers.map(one => one.package);
  if (typeof driver === 'string' && packages.includes(driver)) return { name, does: deed, driver };
  const hint = suggestNearest(String(driver), packages);
  throw new DriverSettingError(
    `${place}.driver must be the package of a driver, not ${show(driver)}.${hint}`,
  );
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? typeof value;
}
