import { suggestNearest } from '../nearest.ts';
import { listOf, oneOf, optional, SettingError, shape, text } from '../checks.ts';
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

const helper = shape<Helper>({
  name: text('the name of a function'),
  does: oneOf<Helper['does']>('acquires', 'releases', 'borrows'),
  driver: optional(text('the package of a driver')),
});

/** Checks what users say of their functions; `place` is where: `settings.pool.helpers`. */
export function parseOwnFunctions(
  value: unknown,
  place: string,
  drivers: readonly Driver[],
): readonly Helper[] {
  listOf(helper, 'an array')(value, place);
  // Every key of every entry has been checked.
  const helpers = value as readonly Helper[];
  const packages = drivers.map(one => one.package);
  for (const [index, { does, driver }] of helpers.entries()) {
    if (does !== 'acquires') continue;
    text('the package of a driver')(driver, `${place}[${index}].driver`);
    if (packages.some(name => name === driver)) continue;
    throw new SettingError(
      `${place}[${index}].driver`,
      `must be the package of a driver, not '${driver}'.${suggestNearest(`${driver}`, packages)}`,
    );
  }
  return helpers;
}
