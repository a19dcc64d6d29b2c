import { beforeAll, describe, expect, test } from 'vitest';
import type { Driver } from '../../src/drivers/driver.ts';
import { many } from '../../src/drivers/driver.ts';
import { toAcquire, toScoped } from '../../src/drivers/references.ts';
import {
  hasHeavy,
  heavyDrivers,
  heavyFolder,
  heavyNames,
  lightDrivers,
  load,
  modulesOf,
  parseCreation,
  skipLoudly,
} from './installed.ts';

/** Modules that load only beside a native addon, or a generated client, that no test machine has. */
const unloadable = new Set(['mssql/msnodesqlv8', 'odbc', 'ibm_db', '@prisma/client']);

const loadable = heavyDrivers.filter(driver => modulesOf(driver).some(one => !unloadable.has(one)));

/** What only older versions export. */
const older: Readonly<Record<string, readonly string[]>> = {
  // Removed in 7.0, legacy code still calls it.
  pg: ['connect'],
  typeorm: [
    'createConnection',
    'Connection',
    'getConnection',
    'getConnectionManager',
    'getManager',
    'getRepository',
    'getTreeRepository',
    'getMongoRepository',
    'getMongoManager',
  ],
};

beforeAll(async () => {
  // sequelize-typescript and typeorm expect their users to load it.
  await import('reflect-metadata');
});

describe('modules', () => {
  test.each(lightDrivers)('of $package export what the driver names', async driver => {
    const missing = await missingFrom(driver, driver.package, '.');
    expect(missing).toEqual(older[driver.package] ?? []);
  });

  if (!hasHeavy) skipLoudly(`the exports of ${heavyNames}`);

  test.skipIf(!hasHeavy).each(loadable)(
    'of $package export what the driver names',
    async driver => {
      expect(await missingFrom(driver, driver.package, heavyFolder)).toEqual([]);
    },
  );

  test.skipIf(!hasHeavy)('of typeorm 0.3 export the names that 1.x lacks', async () => {
    const [driver] = lightDrivers.filter(({ package: name }) => name === 'typeorm');
    if (driver === undefined) throw new Error('There is no driver for typeorm.');
    const exported = await load('typeorm-0.3', heavyFolder);
    expect(exportsNamedBy(driver).filter(name => !has(exported, name))).toEqual([]);
  });
});

test.each(lightDrivers.filter(({ ambientBy }) => ambientBy !== undefined))(
  '$package exports what has its transactions carried along',
  async ({ package: name, ambientBy = [] }) => {
    const exported = await load(name, '.');
    expect(ambientBy.filter(({ method }) => !has(exported, method))).toEqual([]);
  },
);

test('mysql gives back by argument, which its typings do not say', async () => {
  const { prototype } = (await load('mysql/lib/Pool.js', '.'))['default'] as { prototype: object };
  expect(prototype).toHaveProperty('releaseConnection');
});

test('sequelize says that a transaction is finished, which its typings do not say', async () => {
  const { Transaction } = await load('sequelize', '.');
  const prepared = Object.create((Transaction as { prototype: object }).prototype, {
    sequelize: { value: { getQueryInterface: () => ({ commitTransaction: () => undefined }) } },
    _afterCommitHooks: { value: [] },
    cleanup: { value: () => undefined },
  }) as { finished?: unknown; commit(): Promise<void> };
  expect(prepared.finished).toBeUndefined();
  await prepared.commit();
  expect(prepared.finished).toBe('commit');
});

/** The names that none of a driver's modules exports. */
async function missingFrom(
  driver: Driver,
  name: string,
  folder: string,
): Promise<readonly string[]> {
  const modules = modulesOf(driver).filter(module => !unloadable.has(module));
  const loaded = await Promise.all(modules.map(module => load(module, folder)));
  expect(loaded.length, `modules of ${name} that load`).toBeGreaterThan(0);
  return exportsNamedBy(driver).filter(path => !loaded.some(exported => has(exported, path)));
}

/** Every export that a driver speaks of: what makes a pool, and what the module itself does. */
function exportsNamedBy(driver: Driver): readonly string[] {
  const made = [...many(driver.pool), ...many(driver.standalone)].flatMap(
    ({ type, create = [`new ${type}`] }) => create.map(text => parseCreation(text).path.join('.')),
  );
  const { acquire = [], oneShot = [], scoped = [], gives = {}, close = [] } = driver.module ?? {};
  const methods = [...acquire.map(toAcquire), ...scoped.map(toScoped)].map(({ method }) => method);
  return [...new Set([...made, ...methods, ...oneShot, ...Object.keys(gives), ...close])];
}

function has(exported: Readonly<Record<string, unknown>>, path: string): boolean {
  const root = path.split('.')[0] ?? '';
  const inner = exported['default'];
  // The addon behind `native` is missing here: the getter answers null, and that is an export too.
  return root in exported || (isObject(inner) && root in inner);
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
