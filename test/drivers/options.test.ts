import ts from 'typescript';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Driver, PoolType } from '../../src/drivers/driver.ts';
import { many } from '../../src/drivers/driver.ts';
import type { PoolChange } from '../../src/drivers/pool-options.ts';
import { textFor } from './creations.ts';
import {
  hasHeavy,
  heavyDrivers,
  heavyFolder,
  lightDrivers,
  modulesOf,
  parseCreation,
  skipLoudly,
} from './installed.ts';
import type { Typings } from './typings.ts';
import { compile } from './typings.ts';

/** Options that the typings leave out, and the package reads all the same. */
const unlisted: Readonly<Record<string, readonly string[]>> = {
  '@vercel/postgres': ['maxLifetimeSeconds'],
  'pg-promise': ['min'],
};

/** Every option of `extra` is handed on to another package, whose options are tested with it. */
const isHandedOn = (name: string): boolean => name.startsWith('extra.');

const hasOptions = ({ pool }: Driver): boolean => many(pool).some(({ options }) => options);
const pooling = lightDrivers.filter(hasOptions);
// A client's typings are generated in each project that has one: its options are read by hand.
const heavyPooling = heavyDrivers
  .filter(hasOptions)
  .filter(({ package: name }) => name !== '@prisma/client');

describe('options that messages name', () => {
  let typings: Typings;
  beforeAll(() => {
    typings = compile(
      textFor(pooling, module => module),
      '.',
    );
  }, 120_000);

  test.each(pooling)('of $package are in its typings', driver => {
    const missing = many(driver.pool).flatMap(type => missingOf(driver, type, typings));
    expect([...new Set(missing)]).toEqual(unlisted[driver.package] ?? []);
  });

  test('an option that nobody has is missed', () => {
    const [pg] = pooling.filter(({ package: name }) => name === 'pg');
    const [pool] = many(pg?.pool);
    if (pg === undefined || pool === undefined) throw new Error('There is no driver of pg.');
    const wrong = { ...pool, options: { size: { name: 'maxPoolSise' } } };
    expect(missingOf(pg, wrong, typings)).toEqual(['maxPoolSise']);
  });
});

describe.skipIf(!hasHeavy)('options of heavy packages that messages name', () => {
  let typings: Typings;
  beforeAll(() => {
    typings = compile(
      textFor(heavyPooling, module => module),
      heavyFolder,
    );
  }, 120_000);

  test.each(heavyPooling)('of $package are in its typings', driver => {
    const missing = many(driver.pool).flatMap(type => missingOf(driver, type, typings));
    expect([...new Set(missing)]).toEqual(unlisted[driver.package] ?? []);
  });

  test('an option that nobody has is missed', () => {
    for (const driver of heavyPooling) {
      const [pool] = many(driver.pool);
      if (pool === undefined) throw new Error(`${driver.package} has no pool.`);
      const wrong = { ...pool, options: { size: { name: 'maxPoolSise' } } };
      expect(missingOf(driver, wrong, typings), driver.package).toEqual(['maxPoolSise']);
    }
  });
});

function missingOf(driver: Driver, type: PoolType, typings: Typings): readonly string[] {
  const parameters = parametersOf(driver, type, typings);
  const inside = type.options?.inside === undefined ? '' : `${type.options.inside}.`;
  return namesOf(type)
    .filter(name => !isHandedOn(name))
    .filter(name => !parameters.some(one => has(typings, one, `${inside}${name}`.split('.'))));
}

/** The options that a message may tell somebody to set. */
function namesOf({ options }: PoolType): readonly string[] {
  if (options === undefined) return [];
  const changes = Object.values(options.by?.of ?? {}).filter(one => one !== null);
  return [options, ...changes].flatMap(optionNamesOf);
}

function optionNamesOf({ size, minimum, timeouts = [] }: PoolChange): readonly string[] {
  const limits = timeouts.flatMap(({ name, instead = [] }) => [
    name,
    ...instead.map(one => one.name),
  ]);
  return [size?.name, minimum?.name, ...limits].filter(name => name !== undefined);
}

/** The types of all parameters of everything that makes the pool. */
function parametersOf(driver: Driver, type: PoolType, typings: Typings): readonly ts.Type[] {
  const { checker, source } = typings;
  const found: ts.Type[] = [];
  const ways = [...(type.create ?? [`new ${type.type}`]), ...makersOf(driver, type)];
  ts.forEachChild(source, statement => {
    if (!ts.isVariableStatement(statement)) return;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (!initializer || !ways.some(way => isTrial(name.getText(source), driver, way))) continue;
      found.push(
        ...signaturesOf(checker, initializer).flatMap(one => typesOf(checker, one, source)),
      );
      // `pgp(connection)`: what is made is called in its turn.
      const made = checker.getTypeAtLocation(name).getCallSignatures();
      found.push(...made.flatMap(one => typesOf(checker, one, source)));
    }
  });
  return found;
}

function makersOf(driver: Driver, type: PoolType): readonly string[] {
  const makers = many(driver.pool).filter(({ gives }) => gives?.['()'] === type.type);
  return makers.flatMap(({ create = [] }) => create);
}

function isTrial(name: string, driver: Driver, way: string): boolean {
  const { path } = parseCreation(way);
  return (
    path.length > 0 &&
    modulesOf(driver).some(module => name.startsWith(`_${module.replaceAll(/\W/g, '_')}_`))
  );
}

function signaturesOf(checker: ts.TypeChecker, node: ts.Expression): readonly ts.Signature[] {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return [];
  const callee = checker.getTypeAtLocation(node.expression);
  return [...callee.getCallSignatures(), ...callee.getConstructSignatures()];
}

function typesOf(
  checker: ts.TypeChecker,
  { parameters }: ts.Signature,
  at: ts.Node,
): readonly ts.Type[] {
  return parameters.map(one => checker.getTypeOfSymbolAtLocation(one, at));
}

/** Whether a type, or a part of it, has an option behind a path. */
function has(typings: Typings, type: ts.Type, [name = '', ...rest]: readonly string[]): boolean {
  const { checker, source } = typings;
  return partsOf(checker, type).some(part => {
    const property = checker.getPropertyOfType(part, name);
    if (property === undefined) return false;
    return (
      rest.length === 0 || has(typings, checker.getTypeOfSymbolAtLocation(property, source), rest)
    );
  });
}

function partsOf(checker: ts.TypeChecker, type: ts.Type): readonly ts.Type[] {
  const whole = checker.getNonNullableType(type);
  const constraint = checker.getBaseConstraintOfType(whole) ?? whole;
  if (constraint.isUnion()) return constraint.types.flatMap(one => partsOf(checker, one));
  const elements = checker.isTupleType(constraint)
    ? checker.getTypeArguments(constraint as ts.TypeReference).flatMap(one => partsOf(checker, one))
    : [];
  return [constraint, ...elements];
}

console.warn('SKIPPED: the options of @prisma/client, whose typings each project generates.');
if (!hasHeavy)
  skipLoudly(`the options of ${heavyPooling.map(({ package: name }) => name).join(', ')}`);
