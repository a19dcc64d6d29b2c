import { beforeAll, describe, expect, test } from 'vitest';
import { complaintsAbout } from './complaints.ts';
import { hasHeavy, heavyDrivers, heavyFolder, lightDrivers, skipLoudly } from './installed.ts';
import { failedCreations, textFor } from './creations.ts';
import { compile } from './typings.ts';
import type { Typings } from './typings.ts';

/** What exists at run time only (`modules.test.ts` shows it), or in another version of the package. */
const absent: Readonly<Record<string, readonly string[]>> = {
  mssql: ['module.batch does not exist', 'module.close does not exist'],
  mysql: ['Pool.releaseConnection does not exist'],
  sequelize: ['new default does not make Sequelize'],
  typeorm: [
    'DataSource.connect does not exist',
    'DataSource.close does not exist',
    'Connection is not declared',
    'ConnectionManager is not declared',
    'module.getConnection does not exist',
    'module.getConnectionManager does not exist',
    'module.getManager does not exist',
    'module.getRepository does not exist',
    'module.getTreeRepository does not exist',
    'module.getMongoRepository does not exist',
    'module.getMongoManager does not exist',
    'await createConnection() does not make DataSource',
    'new Connection does not make Connection',
  ],
};

const absentBeforeTypeorm1 = [
  'EntityManager.dataSource does not exist',
  'MongoEntityManager.dataSource does not exist',
  "QueryRunner: dispose (async) is not 'commit'",
];

const typeorm = lightDrivers.filter(({ package: name }) => name === 'typeorm');

describe('typings', () => {
  let typings: Typings;
  beforeAll(() => {
    typings = compile(
      textFor(lightDrivers, module => module),
      '.',
    );
  }, 120_000);

  test.each(lightDrivers)('of $package have what the driver names', driver => {
    const complaints = [...complaintsAbout(driver, typings), ...failedCreations(driver, typings)];
    expect(complaints).toEqual(absent[driver.package] ?? []);
  });
});

describe.skipIf(!hasHeavy)('typings of heavy packages', () => {
  let typings: Typings;
  const older = typeorm.map(driver => ({ ...driver, typings: ['typeorm-0.3'] }));
  beforeAll(() => {
    const drivers = [...heavyDrivers, ...older];
    typings = compile(
      textFor(drivers, module => module.replace(/^typeorm$/, 'typeorm-0.3')),
      heavyFolder,
    );
  }, 120_000);

  test.each(heavyDrivers)('of $package have what the driver names', driver => {
    const complaints = [...complaintsAbout(driver, typings), ...failedCreations(driver, typings)];
    expect(complaints).toEqual(absent[driver.package] ?? []);
  });

  test.each(older)('of typeorm 0.3 have what 1.x lacks', driver => {
    const complaints = [...complaintsAbout(driver, typings), ...failedCreations(driver, typings)];
    expect(complaints).toEqual(absentBeforeTypeorm1);
  });
});

if (!hasHeavy) skipLoudly('the typings of mssql, oracledb and typeorm 0.3');
