import ts from 'typescript';
import type { Driver } from '../../src/drivers/driver.ts';
import { many } from '../../src/drivers/driver.ts';
import { modulesOf, parseCreation } from './installed.ts';
import { awaitedType, namesOf } from './typings.ts';
import type { Typings } from './typings.ts';

/** One way to make one type, and the constants that try it: one for each module of the driver. */
interface Trial {
  readonly type: string;
  readonly how: string;
  readonly isAwaited: boolean;
  readonly constants: readonly { readonly name: string; readonly code: string }[];
}

/** A file that imports every module and makes everything that can be made. */
export function textFor(drivers: readonly Driver[], alias: (module: string) => string): string {
  const imports = drivers.flatMap(modulesOf).map(module => {
    const name = identifierOf(module);
    return `import * as m${name} from '${alias(module)}'; import d${name} from '${alias(module)}'; export const n${name} = m${name};`;
  });
  const constants = drivers
    .flatMap(trialsOf)
    .flatMap(trial => trial.constants)
    .map(({ name, code }) => `export const ${name} = ${code};`);
  return [...imports, ...constants].join('\n');
}

/** The ways to make a type that make something else, or nothing, in every module of the driver. */
export function failedCreations(driver: Driver, typings: Typings): readonly string[] {
  const made = constantsOf(typings);
  return trialsOf(driver)
    .filter(({ type, isAwaited, constants }) => {
      const found = constants.flatMap(({ name }) => made.get(name) ?? []);
      const opened = found.flatMap(each => awaitedType(typings.checker, each) ?? []);
      return !(isAwaited ? opened : found).some(each => namesOf(each).includes(type));
    })
    .map(({ type, how }) => `${how} does not make ${type}`);
}

/** The types of a driver's modules themselves. */
export function moduleTypes(driver: Driver, typings: Typings): readonly ts.Type[] {
  const made = constantsOf(typings);
  return modulesOf(driver).flatMap(module => made.get(`n${identifierOf(module)}`) ?? []);
}

function constantsOf({ checker, source }: Typings): ReadonlyMap<string, ts.Type> {
  const made = new Map<string, ts.Type>();
  ts.forEachChild(source, statement => {
    if (!ts.isVariableStatement(statement)) return;
    for (const { name } of statement.declarationList.declarations) {
      made.set(name.getText(source), checker.getTypeAtLocation(name));
    }
  });
  return made;
}

function trialsOf(driver: Driver): readonly Trial[] {
  const described = [...many(driver.pool), ...many(driver.standalone)];
  return described.flatMap(({ type, create = [`new ${type}`] }) =>
    create.map((how, index) => ({
      type,
      how,
      isAwaited: parseCreation(how).isAwaited,
      constants: modulesOf(driver).flatMap(module =>
        codesFor(how, identifierOf(module)).map((code, variant) => ({
          name: `${identifierOf(module)}_${type}_${index}_${variant}`,
          code,
        })),
      ),
    })),
  );
}

/** The code that tries it; twice for a default export, which Node hides in CommonJS modules. */
function codesFor(how: string, name: string): readonly string[] {
  const { isNew, path } = parseCreation(how);
  const [root = '', ...rest] = path;
  const roots = root === 'default' ? [`d${name}`, `d${name}.default`] : [`m${name}.${root}`];
  return roots.map(each => `${isNew ? 'new ' : ''}${[each, ...rest].join('!.')}(null!)`);
}

function identifierOf(module: string): string {
  return `_${module.replaceAll(/\W/g, '_')}`;
}
