import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Driver } from '../../src/drivers/driver.ts';
import { drivers } from '../../src/drivers/index.ts';

/** Where the packages too large for the main install live, when somebody installed them. */
export const heavyFolder = resolve('fixtures/heavy');

/** How to get them. */
const heavyCommand = 'npm ci --ignore-scripts --prefix fixtures/heavy';

/** Whether they are here. */
export const hasHeavy = existsSync(resolve(heavyFolder, 'node_modules'));

const heavyPackages = new Set([
  '@libsql/client',
  '@nestjs/mongoose',
  '@nestjs/typeorm',
  '@prisma/adapter-mariadb',
  '@prisma/adapter-neon',
  '@prisma/adapter-pg',
  '@prisma/client',
  'bookshelf',
  'ibm_db',
  'mssql',
  'odbc',
  'oracledb',
  'snowflake-sdk',
]);

/** The drivers whose packages the main install has. */
export const lightDrivers = drivers.filter(({ package: name }) => !heavyPackages.has(name));

/** The drivers whose packages only the heavy install has. */
export const heavyDrivers = drivers.filter(({ package: name }) => heavyPackages.has(name));

/** All that only the heavy install has, as messages print it. */
export const heavyNames = [...heavyPackages, 'typeorm 0.3'].join(', ');

/** The driver whose first module this is. */
export function driverOf(module: string): Driver {
  const found = drivers.find(driver => modulesOf(driver)[0] === module);
  if (found === undefined) throw new Error(`No driver describes ${module}.`);
  return found;
}

/** The modules of a driver. */
export function modulesOf(driver: Driver): readonly string[] {
  return driver.modules ?? [driver.package];
}

/** Says on the console what was not tested, and how to have it tested. */
export function skipLoudly(what: string): void {
  console.warn(`SKIPPED: ${what}. To run it: ${heavyCommand}`);
}

/** Loads a module as `folder` would. */
export async function load(
  module: string,
  folder: string,
): Promise<Readonly<Record<string, unknown>>> {
  const file = createRequire(resolve(folder, 'package.json')).resolve(module);
  // A module namespace is an object with its exports.
  return (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
}

/** The parts of `await promise.createPool()`, as `create` writes it. */
export interface Creation {
  readonly isNew: boolean;
  readonly isAwaited: boolean;
  readonly path: readonly string[];
}

/** Reads one entry of `create`. */
export function parseCreation(text: string): Creation {
  const [, keyword, path = '', call] = /^(new |await )?([\w$.]+)(\(\))?$/.exec(text) ?? [];
  const isNew = keyword === 'new ';
  if (path === '' || isNew === (call !== undefined)) throw new Error(`'${text}' makes nothing.`);
  return { isNew, isAwaited: keyword === 'await ', path: path.split('.') };
}
