import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { drivers } from '../../src/drivers/index.ts';
import { typeNamesOf, typeReferencesOf } from '../../src/drivers/references.ts';
import { parseDrivers } from '../../src/drivers/schema.ts';
import { isDeclaredBy, typingsOf } from '../../src/drivers/typings.ts';
import { driverOf, modulesOf } from './installed.ts';

const lease = { type: 'Lease', use: ['run'], release: ['release'], dispose: 'none' };
const pool = { type: 'Pool', acquire: ['take'] };
const own = { package: '@acme/db', pool, lease };

describe('drivers of users', () => {
  test('are taken as they are', () => {
    expect(parseDrivers([own], 'drivers')).toEqual([own]);
    expect(parseDrivers([], 'drivers')).toEqual([]);
  });

  test.each([
    [{}, '`drivers` must be an array of drivers, not {}.'],
    [['pg'], "`drivers[0]` must be an object, not 'pg'."],
    [[{ pool }], '`drivers[0].package` is missing. It must be the name of a package.'],
    [[own, { ...own, package: '' }], "`drivers[1].package` must be the name of a package, not ''."],
    [[{ ...own, module: 'pg' }], "`drivers[0].module` must be an object, not 'pg'."],
    [
      [{ ...own, lease: { ...lease, release: 'release' } }],
      "`drivers[0].lease.release` must be an array of method names, not 'release'.",
    ],
    [
      [{ ...own, lease: [lease, { ...lease, release: ['end', 1] }] }],
      '`drivers[0].lease[1].release[1]` must be the name of a method, not 1.',
    ],
    [
      [{ ...own, lease: { ...lease, relase: ['end'] } }],
      "`drivers[0].lease` has an unknown key 'relase'. Did you mean 'release'?",
    ],
    [
      [{ ...own, colour: 'red' }],
      "`drivers[0]` has an unknown key 'colour'. Known keys: package, transactionsOf, passed, ambient, ambientBy, generated, injects, modules, typings, pool, lease, standalone, module.",
    ],
    [
      [{ ...own, lease: { ...lease, dispose: 'close' } }],
      "`drivers[0].lease.dispose` must be 'none', 'release', 'rollback', 'commit' or 'throws', not 'close'.",
    ],
    [
      [{ ...own, pool: { ...pool, acquire: [{ method: 'take', returns: 'property' }] } }],
      "`drivers[0].pool.acquire[0].returns` must be 'promise', 'value' or 'property <name>', not 'property'.",
    ],
    [
      [{ ...own, pool: { ...pool, acquire: [{ method: 'take', callback: { error: 0 } }] } }],
      '`drivers[0].pool.acquire[0].callback.lease` is missing. It must be the position of an argument.',
    ],
    [
      [{ ...own, pool: { ...pool, acquire: [{ method: 'take', callback: 'last' }] } }],
      "`drivers[0].pool.acquire[0].callback` must be 'scoped' or 'none', not 'last'.",
    ],
    [
      [{ ...own, pool: { ...pool, options: { size: { name: 'max', default: '10' } } } }],
      "`drivers[0].pool.options.size.default` must be a number, or null for no limit, not '10'.",
    ],
    [
      [{ ...own, pool: { ...pool, gives: ['Lease'] } }],
      '`drivers[0].pool.gives` must be an object of type names, not ["Lease"].',
    ],
    [
      [{ ...own, pool: { ...pool, acquire: [{ method: 'take', lease: 'Laese' }] } }],
      "`drivers[0].pool.acquire[0].lease` must be a type of this driver, not 'Laese'. Did you mean 'Lease'?",
    ],
  ])('%j fails with: %s', (value, message) => {
    expect(() => parseDrivers(value, 'drivers')).toThrow(
      expect.objectContaining({ name: 'SettingError', message }),
    );
  });

  test('a key with a dot in it is no two keys', () => {
    const wrong = { ...own, pool: { ...pool, gives: { 'a.b': 1 } } };
    expect(() => parseDrivers([wrong], 'drivers')).toThrow(
      '`drivers[0].pool.gives["a.b"]` must be the name of a type, not 1.',
    );
  });

  test('may name the types of other drivers, and any type', () => {
    const wrapper = {
      package: '@acme/db',
      module: {
        scoped: [
          { method: 'withClient', handle: 'pg#PoolClient' },
          { method: 'use', handle: '*' },
        ],
      },
    };
    expect(parseDrivers([wrapper], 'drivers')).toEqual([wrapper]);
  });

  test('look like those in docs/drivers.md', () => {
    const page = readFileSync('docs/drivers.md', 'utf8');
    const blocks = [...page.matchAll(/```json\n(.+?)```/gs)].map(([, text = '']) => text);
    expect(blocks.length).toBeGreaterThan(0);
    for (const block of blocks)
      expect(() => parseDrivers(JSON.parse(block), 'drivers')).not.toThrow();
  });

  test('are named by where they were written', () => {
    expect(() => parseDrivers(1, 'settings.pool.drivers')).toThrow(
      '`settings.pool.drivers` must be an array of drivers, not 1.',
    );
  });
});

describe('our drivers', () => {
  test('are plain JSON that the schema accepts', () => {
    // Through JSON: a user's copy of any of them has to work.
    const copies: unknown = JSON.parse(JSON.stringify(drivers));
    expect(copies).toEqual(drivers);
    expect(parseDrivers(copies, 'drivers')).toEqual(drivers);
  });

  test('describe each module once', () => {
    const modules = drivers.flatMap(modulesOf);
    expect(modules.filter((module, index) => modules.indexOf(module) !== index)).toEqual([]);
  });

  test.each(drivers)('$package names only types that a driver describes', driver => {
    for (const { name, at } of typeReferencesOf(driver)) {
      const [module, type] = name.includes('#') ? name.split('#') : [undefined, name];
      const owner = module === undefined ? driver : driverOf(module);
      if (type !== '*') expect(typeNamesOf(owner), at).toContain(type);
    }
  });
});

describe('typings', () => {
  test.each([
    ['pg', '/app/node_modules/@types/pg/index.d.ts', true],
    ['pg', '/app/node_modules/.pnpm/@types+pg@8/node_modules/@types/pg/index.d.ts', true],
    ['pg', 'C:\\app\\node_modules\\@types\\pg-pool\\index.d.ts', true],
    ['pg', '/app/node_modules/pg-promise/typescript/pg-promise.d.ts', false],
    ['pg', '/app/src/pg/index.ts', false],
    ['mysql2', '/app/node_modules/mysql2/typings/mysql/lib/Pool.d.ts', true],
    ['mysql2', '/app/node_modules/mysql2/promise.d.ts', false],
    ['mysql2/promise', '/app/node_modules/mysql2/promise.d.ts', true],
    ['mysql2/promise', '/app/node_modules/mysql2/index.d.ts', false],
  ])('%s declares %s: %s', (module, file, expected) => {
    expect(isDeclaredBy(driverOf(module), file)).toBe(expected);
  });

  test('of a scoped package have the name that DefinitelyTyped gives them', () => {
    expect(typingsOf({ package: '@acme/db' })).toEqual(['@acme/db', '@types/acme__db']);
  });
});
