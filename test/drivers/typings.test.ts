import { beforeAll, describe, expect, test } from 'vitest';
import { complaintsAbout } from './complaints.ts';
import {
  hasHeavy,
  heavyDrivers,
  heavyFolder,
  heavyNames,
  lightDrivers,
  skipLoudly,
} from './installed.ts';
import { failedCreations, textFor } from './creations.ts';
import { compile } from './typings.ts';
import type { Typings } from './typings.ts';

/**
 * What exists at run time only (`modules.test.ts` shows it), in another version of the package, or
 * under another name.
 */
const absent: Readonly<Record<string, readonly string[]>> = {
  // What they give is declared as any module; the class is its `module`.
  '@nestjs/mongoose': [
    'MongooseModule.forRoot() does not make MongooseModule',
    'MongooseModule.forRootAsync() does not make MongooseModule',
  ],
  '@nestjs/typeorm': [
    'TypeOrmModule.forRoot() does not make TypeOrmModule',
    'TypeOrmModule.forRootAsync() does not make TypeOrmModule',
  ],
  mssql: ['module.batch does not exist', 'module.close does not exist'],
  mysql: ['Pool.releaseConnection does not exist'],
  // Removed in 5.0.
  'promise-mysql': ['Pool.releaseConnection does not exist'],
  // The class repeats what the interface of its statics says.
  objection: ['module.Model does not give ModelClass'],
  // Removed in 7.0, legacy code still calls it.
  pg: ['module.connect does not exist'],
  // Those with a dollar are what sequelize-typescript adds.
  sequelize: [
    // Removed in 6.0.
    'Sequelize.import does not exist',
    // What is defined is of a type of its own: `ModelCtor<Model>`.
    'Sequelize.define does not give Model',
    ...['$set', '$add', '$remove', '$create', '$get', '$count', '$has'].map(
      name => `Model.${name} does not exist`,
    ),
    'Transaction.finished does not exist',
    'new default does not make Sequelize',
  ],
  // The pool is that of `generic-pool`, which is of any type.
  'snowflake-sdk': [
    'Pool.use with a scope does not give Connection',
    'Pool.acquire does not give Connection',
  ],
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

// A client's typings are generated in each project that has one: there are none in the package.
const typedDrivers = heavyDrivers.filter(({ package: name }) => name !== '@prisma/client');

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
    const drivers = [...typedDrivers, ...older];
    typings = compile(
      textFor(drivers, module => module.replace(/^typeorm$/, 'typeorm-0.3')),
      heavyFolder,
    );
  }, 120_000);

  test.each(typedDrivers)('of $package have what the driver names', driver => {
    const complaints = [...complaintsAbout(driver, typings), ...failedCreations(driver, typings)];
    expect(complaints).toEqual(absent[driver.package] ?? []);
  });

  test.each(older)('of typeorm 0.3 have what 1.x lacks', driver => {
    const complaints = [...complaintsAbout(driver, typings), ...failedCreations(driver, typings)];
    expect(complaints).toEqual(absentBeforeTypeorm1);
  });
});

console.warn('SKIPPED: the typings of @prisma/client, which are generated in each project.');
if (!hasHeavy) skipLoudly(`the typings of ${heavyNames}`);
