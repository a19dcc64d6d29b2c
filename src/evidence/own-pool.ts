import { findExport, wholeExportOf } from '../source/exports.ts';
import { keyName, propertyName, requiredSpecifier } from '../source/names.ts';
import type { Node, SourceFile } from '../source/source-file.ts';
import { soleReturn } from './identity-sources.ts';
import type { Evaluation } from './evaluation.ts';
import type { ImportedName } from './modules.ts';
import { importedName } from './modules.ts';
import { bindingOf } from './patterns.ts';
import type { Shape } from './shape.ts';

/**
 * The package whose module makes the pool that a value belongs to: `mongoose.connection`,
 * `mongoose.startSession()` and `mongoose.model('Order', schema)` are of one pool, wherever they stand.
 * `undefined` for what belongs to any other pool, or to one that is not known.
 */
export function ownPoolOf(
  evaluation: Evaluation,
  file: SourceFile,
  node: Node | null | undefined,
): string | undefined {
  return search({ evaluation, file, hops: 0 }, node);
}

interface Search {
  readonly evaluation: Evaluation;
  readonly file: SourceFile;
  readonly hops: number;
}

const MAX_HOPS = 12;

function search(from: Search, node: Node | null | undefined): string | undefined {
  if (!node || from.hops > MAX_HOPS) return undefined;
  const next = { ...from, hops: from.hops + 1 };
  switch (node.type) {
    case 'Identifier':
      return ofVariable(next, node);
    case 'MemberExpression':
      return ofMember(next, node.object, propertyName(node));
    case 'CallExpression':
      return ofCall(next, node);
    case 'AwaitExpression':
      return search(next, node.argument);
    case 'TSNonNullExpression':
    case 'TSAsExpression':
    case 'TSTypeAssertion':
    case 'TSSatisfiesExpression':
    case 'TSInstantiationExpression':
    case 'ChainExpression':
      return search(next, node.expression);
    case 'LogicalExpression':
      return node.operator === '&&'
        ? search(next, node.right)
        : ofBoth(next, node.left, node.right);
    case 'ConditionalExpression':
      return ofBoth(next, node.consequent, node.alternate);
    default:
      return undefined;
  }
}

function ofBoth(from: Search, one: Node, other: Node): string | undefined {
  const found = search(from, one);
  return found !== undefined && found === search(from, other) ? found : undefined;
}

/** The package of a module, if it says that an export of it is of the pool which it makes itself. */
function ofExport(module: Shape | undefined, name: string | undefined): string | undefined {
  if (module?.kind !== 'driver-export' || name === undefined) return undefined;
  const { driver, path } = module;
  return path.length === 0 && driver.module?.ofOwnPool?.includes(name) ? driver.package : undefined;
}

function ofVariable(from: Search, node: Node): string | undefined {
  const { file } = from;
  const variable = file.variableOf(node);
  const [definition] = variable?.defs ?? [];
  if (variable === undefined || definition === undefined) return undefined;
  if (definition.type === 'ImportBinding') {
    const imported = importedName(definition);
    return imported && ofImport(from, imported);
  }
  const isConstant = variable.references.filter(one => one.isWrite()).length <= 1;
  if (definition.type !== 'Variable' || !isConstant) return undefined;
  const init = definition.node.type === 'VariableDeclarator' ? definition.node.init : undefined;
  const { steps } = bindingOf(definition.name);
  const [step] = steps;
  if (step === undefined) return search(from, init);
  if (!init || steps.length > 1 || !('key' in step) || step.key === undefined) return undefined;
  return ofMember(from, init, step.key);
}

function ofImport(from: Search, { specifier, name }: ImportedName): string | undefined {
  const { index, project } = from.evaluation;
  const own = ofExport(index.exportOf(specifier, []), name);
  if (own !== undefined) return own;
  const path = project.resolve(specifier, from.file.path);
  const source = path === undefined ? undefined : project.fileAt(path);
  return source && ofFile(from, source, name);
}

/** What another file exports; its `module.exports` where it exports nothing by name. */
function ofFile(from: Search, source: SourceFile, name: string): string | undefined {
  if (name === '*') return ofWhole(from, source);
  const found = findExport(source, name, from.evaluation.project);
  if (found === undefined || found.external !== undefined) return undefined;
  if (found.node.type === 'Program') return ofWhole(from, found.file);
  return search({ ...from, file: found.file }, found.node);
}

function ofWhole(from: Search, source: SourceFile): string | undefined {
  return search({ ...from, file: source }, wholeExportOf(source));
}

function ofMember(from: Search, object: Node, name: string | undefined): string | undefined {
  const { evaluation, file } = from;
  const shape = evaluation.shape(file, object);
  const own = ofExport(shape, name);
  if (own !== undefined) return own;
  if (shape?.kind === 'module' && name !== undefined) return ofFile(from, shape.file, name);
  if (shape?.kind === 'object' && shape.node.type === 'ObjectExpression') {
    return search({ ...from, file: shape.file }, valueIn(shape.node, name));
  }
  // A member of what is of the pool is of it, too: `mongoose.connection.models.Order`.
  return shape?.kind === 'instance' ? search(from, object) : undefined;
}

function valueIn(
  object: Extract<Node, { type: 'ObjectExpression' }>,
  name: string | undefined,
): Node | undefined {
  for (const property of object.properties) {
    if (property.type === 'Property' && keyName(property) === name) return property.value;
  }
  return undefined;
}

function ofCall(from: Search, node: Extract<Node, { type: 'CallExpression' }>): string | undefined {
  const { evaluation, file } = from;
  if (requiredSpecifier(node) !== undefined) {
    const shape = evaluation.shape(file, node);
    return shape?.kind === 'module' ? ofWhole(from, shape.file) : undefined;
  }
  const called = evaluation.shape(file, node.callee);
  if (called?.kind !== 'function') return search(from, node.callee);
  const given = soleReturn(called.node);
  return given && search({ ...from, file: called.file }, given);
}
