import { isBuiltin } from 'node:module';
import { findExport, wholeExportOf } from '../source/exports.ts';
import type { PackageExport } from '../source/exports.ts';
import { exportTableOf } from '../source/export-table.ts';
import { isRelative, literalText, specifierName } from '../source/names.ts';
import type { Definition, Node, SourceFile } from '../source/source-file.ts';
import type { Evaluation } from './evaluation.ts';
import type { Shape } from './shape.ts';
import { declaredType } from './type-names.ts';

/** What an import is used as: a value, or the name of a type. */
export type Space = 'value' | 'type';

/** The name that an import binding stands for in its module: `*` is all of it. */
export interface ImportedName {
  readonly specifier: string;
  readonly name: string;
}

/** Reads the import behind a binding; `undefined` for `import x = a.b`. */
export function importedName(def: Definition): ImportedName | undefined {
  const { node, parent } = def;
  if (node.type === 'TSImportEqualsDeclaration') {
    if (node.moduleReference.type !== 'TSExternalModuleReference') return undefined;
    const specifier = literalText(node.moduleReference.expression);
    return specifier === undefined ? undefined : { specifier, name: '*' };
  }
  if (parent?.type !== 'ImportDeclaration') return undefined;
  const specifier = parent.source.value;
  if (node.type === 'ImportSpecifier') return { specifier, name: specifierName(node.imported) };
  return { specifier, name: node.type === 'ImportDefaultSpecifier' ? 'default' : '*' };
}

/** What a name of a module is, as a value or as the type of a value. */
export function importedShape(
  evaluation: Evaluation,
  file: SourceFile,
  { specifier: spelled, name }: ImportedName,
  space: Space = 'value',
): Shape | undefined {
  const specifier = evaluation.project.packageOf(spelled, file.path);
  const path = name === '*' ? [] : [name];
  const known = driverShape(evaluation, { specifier, path }, space);
  if (known !== 'unknown') return known;
  const target = evaluation.project.resolve(specifier, file.path);
  const source = target === undefined ? undefined : evaluation.project.fileAt(target);
  const shape = source && exportShape(evaluation, source, name, space);
  if (shape !== undefined) return shape;
  const generator = evaluation.index.generatorOf(name);
  if (generator !== undefined)
    return externalShape(evaluation, { specifier: generator, path }, space);
  return target !== undefined || isRelative(specifier)
    ? undefined
    : packageShape({ specifier, path }, space);
}

/** What a file exports under a name; a name that only its `module.exports` object has counts too. */
export function exportShape(
  evaluation: Evaluation,
  file: SourceFile,
  name: string,
  space: Space = 'value',
): Shape | undefined {
  const found = findExport(file, name, evaluation.project);
  if (found === undefined) return undefined;
  if (found.external !== undefined) return externalShape(evaluation, found.external, space);
  return space === 'type'
    ? declaredType(evaluation, found.file, found.node)
    : evaluation.shape(found.file, found.node);
}

/** What `require('x')`, `import('x')` or `import * as x` gives. */
export function moduleNamed(
  evaluation: Evaluation,
  file: SourceFile,
  source: Node | undefined,
): Shape | undefined {
  const specifier = literalText(source);
  return specifier === undefined
    ? undefined
    : importedShape(evaluation, file, { specifier, name: '*' });
}

/** A file as a value: what it exports as a whole, if that is all it exports. */
export function moduleShape(evaluation: Evaluation, file: SourceFile): Shape | undefined {
  const { named, parts } = exportTableOf(file);
  const whole = wholeExportOf(file);
  if (whole === undefined || named.size > 0 || parts.length > 0) return { kind: 'module', file };
  return evaluation.shape(file, whole) ?? { kind: 'module', file };
}

/** What a package that is no driver exports. */
function packageShape({ specifier, path }: PackageExport, space: Space = 'value'): Shape {
  const names = path.filter(name => name !== 'default');
  const prefix = isBuiltin(specifier) && !specifier.startsWith('node:') ? 'node:' : '';
  return {
    kind: 'package-export',
    specifier: prefix + specifier,
    path: space === 'type' ? [...names, 'new'] : names,
  };
}

function externalShape(
  evaluation: Evaluation,
  external: PackageExport,
  space: Space,
): Shape | undefined {
  const known = driverShape(evaluation, external, space);
  return known === 'unknown' ? packageShape(external, space) : known;
}

function driverShape(
  { index }: Evaluation,
  { specifier, path }: PackageExport,
  space: Space,
): Shape | undefined | 'unknown' {
  const value = index.exportOf(specifier, path);
  if (value === undefined) return 'unknown';
  return space === 'type' ? index.typeOf(specifier, path) : value;
}
