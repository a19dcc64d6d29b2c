import ts from 'typescript';
import type { Driver } from '../../src/drivers/driver.ts';
import type { EffectSource } from '../../src/effects/effect.ts';
import { parsePatterns } from '../../src/effects/pattern.ts';
import { compile, declaredTypes } from '../drivers/typings.ts';
import type { Typings } from '../drivers/typings.ts';

/** What a source names that the typings of its modules do not have. */
export type Complaints = readonly string[];

/** The modules that a source describes, without those that stand for many. */
export function modulesOf({ package: name, modules }: EffectSource): readonly string[] {
  return (modules ?? [name]).filter(module => !module.endsWith('*'));
}

/** Compiles a file of `folder` that imports all these modules, and looks names up in what they export. */
export function openTypings(modules: readonly string[], folder: string) {
  const imports = modules.map((module, index) => `import * as m${index} from '${module}';`);
  const typings = compile(`${imports.join('\n')}\nexport {};\n`, folder);
  const wholes = new Map(modules.map((module, index) => [module, wholeOf(typings, index)]));
  return {
    /** `new.sends of x`: no module of the source that is here has it. */
    complaintsAbout(source: EffectSource): Complaints {
      const here = modulesOf(source).filter(module => wholes.has(module));
      return pathsOf(source).filter(path => {
        const segments = path === '' ? [] : path.split('.');
        return !here.some(module => exists(typings, source, wholes.get(module), segments));
      });
    },
  };
}

/** The start of every path that a source names, up to the first segment that stands for any. */
function pathsOf({ calls, callbacks = [], iterables = [] }: EffectSource): readonly string[] {
  const texts = [...calls, ...callbacks, ...iterables].map(call =>
    typeof call === 'string' ? call : call.path,
  );
  const paths = texts.flatMap(parsePatterns).map(pattern => {
    const open = pattern.findIndex(segment => segment.startsWith('*'));
    return pattern.slice(0, open < 0 ? pattern.length : open).join('.');
  });
  return [...new Set(paths)];
}

/** A module as `import *` gives it, and as `require` and a default import do. */
function wholeOf({ checker, source }: Typings, index: number): readonly ts.Type[] {
  const statement = source.statements[index];
  if (statement === undefined || !ts.isImportDeclaration(statement)) return [];
  const bindings = statement.importClause?.namedBindings;
  if (bindings === undefined || !ts.isNamespaceImport(bindings)) return [];
  const wholes = [checker.getTypeAtLocation(bindings.name)];
  for (const whole of wholes) {
    const inner = checker.getPropertyOfType(whole, 'default');
    if (inner !== undefined && wholes.length < 3) wholes.push(checker.getTypeOfSymbol(inner));
  }
  return wholes;
}

function exists(
  typings: Typings,
  source: EffectSource,
  whole: readonly ts.Type[] | undefined,
  path: readonly string[],
): boolean {
  let types: readonly ts.Type[] = whole ?? [];
  for (const [index, segment] of path.entries()) {
    const previous = path[index - 1] ?? '';
    const named = segment === 'new' ? declaredTypes(typings, toDeclarer(source), previous) : [];
    const isType = path[index + 1] === 'new';
    types = [...types.flatMap(type => stepsTo(typings, type, segment)), ...named];
    if (types.length === 0 && !isType) return false;
  }
  return types.length > 0;
}

/** Where the types of a source are declared. */
function toDeclarer({ package: name, modules = [name] }: EffectSource): Driver {
  return name.startsWith('node:')
    ? { package: name, typings: ['@types/node'] }
    : { package: name, modules };
}

function stepsTo({ checker }: Typings, type: ts.Type, segment: string): readonly ts.Type[] {
  if ((type.flags & ts.TypeFlags.Any) !== 0) return [type];
  const value = checker.getNonNullableType(type);
  if (segment === '()') {
    const given = value.getCallSignatures().map(signature => signature.getReturnType());
    return given.flatMap(one => [one, checker.getAwaitedType(one) ?? one]);
  }
  if (segment === 'new') return value.getConstructSignatures().map(one => one.getReturnType());
  const member = checker.getPropertyOfType(value, segment);
  return member === undefined ? [] : [checker.getTypeOfSymbol(member)];
}
