import { findExport } from '../source/exports.ts';
import { identifierName, literalText, propertyName, requiredSpecifier } from '../source/names.ts';
import type { Definition, Node, SourceFile } from '../source/source-file.ts';
import { ownerOf } from './classes.ts';
import type { Evaluation } from './evaluation.ts';
import { fieldOf, isParameter, isShared, soleReturn } from './identity-sources.ts';
import { importedName } from './modules.ts';
import { bindingOf } from './patterns.ts';

/**
 * Which object an expression is: expressions with equal identities are the same object at run time.
 *
 * It follows imports, constants, fields that are written once, and functions without arguments that
 * give one thing (`getPool()`). A parameter is itself: two calls may get two objects. `undefined` when
 * nothing is certain.
 */
export function identityOf(
  evaluation: Evaluation,
  file: SourceFile,
  node: Node | null | undefined,
): string | undefined {
  return identify({ evaluation, hops: 0 }, file, node);
}

interface Search {
  readonly evaluation: Evaluation;
  readonly hops: number;
}

const MAX_HOPS = 12;

function identify(
  search: Search,
  file: SourceFile,
  node: Node | null | undefined,
): string | undefined {
  if (!node || search.hops > MAX_HOPS) return undefined;
  const next = { ...search, hops: search.hops + 1 };
  switch (node.type) {
    case 'Identifier':
      return ofIdentifier(next, file, node);
    case 'MemberExpression':
      return ofMember(next, file, node.object, propertyName(node));
    case 'ThisExpression': {
      const owner = ownerOf(node);
      return owner && `this ${placeOf(file, owner.node)}`;
    }
    case 'CallExpression':
      return ofCall(next, file, node);
    case 'AwaitExpression':
      return identify(next, file, node.argument);
    case 'TSNonNullExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return identify(next, file, node.expression);
    case 'NewExpression':
      return placeOf(file, node);
    default:
      return undefined;
  }
}

function ofIdentifier(search: Search, file: SourceFile, node: Node): string | undefined {
  const variable = file.variableOf(node);
  const [definition] = variable?.defs ?? [];
  if (variable === undefined || definition === undefined) return `global ${identifierName(node)}`;
  if (definition.type === 'ImportBinding') return ofImport(search, file, definition);
  if (definition.type === 'Parameter') return `parameter ${placeOf(file, definition.name)}`;
  const writes = variable.references.filter(one => one.isWrite());
  const isConstant = definition.type === 'Variable' && writes.length <= 1;
  const source = isConstant ? initialiserOf(definition) : undefined;
  return (
    (source && ofInitialiser(search, file, definition, source)) ?? placeOf(file, definition.name)
  );
}

function initialiserOf({ node }: Definition): Node | undefined {
  return node.type === 'VariableDeclarator' ? (node.init ?? undefined) : undefined;
}

/** What a constant starts with, or the part of it that a pattern takes. */
function ofInitialiser(
  search: Search,
  file: SourceFile,
  { name }: Definition,
  source: Node,
): string | undefined {
  // What is made here is known by the name that holds it.
  if (source.type === 'NewExpression') return undefined;
  const { steps } = bindingOf(name);
  if (steps.length === 0) return isMade(source) ? undefined : identify(search, file, source);
  const [step] = steps;
  const key = steps.length === 1 && step && 'key' in step ? step.key : undefined;
  return ofMember(search, file, source, key);
}

/** A call with arguments makes something new, as far as anybody knows. */
function isMade(source: Node): boolean {
  const call = source.type === 'AwaitExpression' ? source.argument : source;
  if (requiredSpecifier(call) !== undefined) return false;
  return call.type === 'CallExpression' && call.arguments.length > 0;
}

function ofImport(search: Search, file: SourceFile, definition: Definition): string | undefined {
  const imported = importedName(definition);
  if (imported === undefined) return undefined;
  return imported.name === '*'
    ? ofModule(search, file, imported.specifier)
    : ofExport(search, file, imported.specifier, imported.name);
}

function ofModule({ evaluation }: Search, file: SourceFile, specifier: string): string {
  return `module ${evaluation.project.resolve(specifier, file.path) ?? specifier}`;
}

function ofExport(
  search: Search,
  from: SourceFile,
  specifier: string,
  name: string,
): string | undefined {
  const { project } = search.evaluation;
  const path = project.resolve(specifier, from.path);
  const source = path === undefined ? undefined : project.fileAt(path);
  if (source === undefined) return `module ${specifier} ${name}`;
  const found = findExport(source, name, project);
  if (found === undefined) return `module ${source.path} ${name}`;
  if (found.external !== undefined) {
    return `module ${found.external.specifier} ${found.external.path.join('.')}`;
  }
  return identify(search, found.file, found.node) ?? placeOf(found.file, found.node);
}

function ofMember(
  search: Search,
  file: SourceFile,
  object: Node,
  name: string | undefined,
): string | undefined {
  if (name === undefined) return undefined;
  if (object.type === 'ThisExpression') {
    const owner = ownerOf(object);
    const value = owner && fieldOf(owner.node, name);
    const known = value && !isParameter(file, value) ? identify(search, file, value) : undefined;
    return known ?? (owner && `field ${placeOf(file, owner.node)} ${name}`);
  }
  const specifier = requiredSpecifier(object) ?? namespaceOf(file, object);
  if (specifier !== undefined) return ofExport(search, file, specifier, name);
  const whole = identify(search, file, object);
  return whole && `${whole} ${name}`;
}

/** The module that `import * as db` or `const db = require('./db')` binds. */
function namespaceOf(file: SourceFile, node: Node): string | undefined {
  const [definition] = (node.type === 'Identifier' && file.variableOf(node)?.defs) || [];
  if (definition === undefined) return undefined;
  if (definition.type !== 'ImportBinding') {
    const isWhole = bindingOf(definition.name).steps.length === 0;
    return isWhole ? requiredSpecifier(initialiserOf(definition)) : undefined;
  }
  const imported = importedName(definition);
  return imported?.name === '*' ? imported.specifier : undefined;
}

/** `getPool()`: what a function without arguments gives every time. */
function ofCall(
  search: Search,
  file: SourceFile,
  node: Extract<Node, { type: 'CallExpression' }>,
): string | undefined {
  if (node.arguments.some(argument => literalText(argument) === undefined)) return undefined;
  const specifier = requiredSpecifier(node);
  if (specifier !== undefined) return ofModule(search, file, specifier);
  const shape = search.evaluation.shape(file, node.callee);
  const words = node.arguments.map(argument => literalText(argument)).join();
  if (shape?.kind !== 'function') {
    const callee = identify(search, file, node.callee);
    return callee && `${callee}(${words})`;
  }
  const given = node.arguments.length === 0 ? soleReturn(shape.node) : undefined;
  const known =
    given && isShared(shape.file, given) ? identify(search, shape.file, given) : undefined;
  return known ?? `${placeOf(shape.file, shape.node)}(${words})`;
}

function placeOf(file: SourceFile, node: Node): string {
  return `${file.path}:${node.range[0]}`;
}
