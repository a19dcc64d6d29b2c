import type { TSESTree } from '@typescript-eslint/types';
import { findExport } from '../source/exports.ts';
import { identifierName, keyName, literalText, propertyName } from '../source/names.ts';
import type { Node, SourceFile } from '../source/source-file.ts';
import type { Evaluation } from './evaluation.ts';
import { importedName } from './modules.ts';
import { annotationOf, bindingOf } from './patterns.ts';

/** A type or a declaration of one, and the file it stands in. */
interface TypeAt {
  readonly file: SourceFile;
  readonly node: Node;
}

/** Aliases and imports that are followed to a literal type; longer chains stay open. */
const MAX_HOPS = 8;

/** The literals that an expression's declared type has; `undefined` when it has others or none is declared. */
export function declaredLiterals(
  evaluation: Evaluation,
  file: SourceFile,
  node: Node,
): readonly string[] | undefined {
  const types = typesOf(evaluation, file, node);
  if (types.length === 0) return undefined;
  const literals: string[] = [];
  for (const type of types) {
    const some = literalsOf(type.node);
    if (some === undefined) return undefined;
    literals.push(...some);
  }
  return literals;
}

/** The one value of an expression, spelled as {@link declaredLiterals} spells it. */
export function literalOf(
  evaluation: Evaluation,
  file: SourceFile,
  node: Node,
): string | undefined {
  if (node.type === 'Literal' && node.raw !== undefined && /^(true|false|null)$/.test(node.raw)) {
    return node.raw;
  }
  if (identifierName(node) === 'undefined') return 'undefined';
  if (node.type !== 'MemberExpression') return literalText(node);
  const name = propertyName(node);
  for (const { node: declared } of namedTypes(evaluation, file, node.object, MAX_HOPS)) {
    if (declared.type !== 'TSEnumDeclaration') continue;
    return enumValues(declared).find(member => member.name === name)?.value;
  }
  return undefined;
}

/** The declared types of an expression, unions taken apart and names followed. */
function typesOf(evaluation: Evaluation, file: SourceFile, node: Node): readonly TypeAt[] {
  if (node.type === 'MemberExpression') {
    const name = propertyName(node);
    const owners =
      node.object.type === 'ThisExpression' ? [] : typesOf(evaluation, file, node.object);
    const members = owners.map(owner => name !== undefined && memberType(owner, name));
    // A member that one part of the union does not declare could be anything.
    return members.every(one => one !== false && one !== undefined)
      ? members.flatMap(one => (one ? expand(evaluation, one, MAX_HOPS) : []))
      : [];
  }
  if (node.type === 'TSAsExpression') {
    return expand(evaluation, { file, node: node.typeAnnotation }, MAX_HOPS);
  }
  const def = node.type === 'Identifier' ? file.variableOf(node)?.defs[0] : undefined;
  if (def === undefined) return [];
  const { pattern, steps, within } = bindingOf(def.name);
  const annotation = annotationOf(pattern);
  if (annotation && steps.length === 0) {
    return expand(evaluation, { file, node: annotation }, MAX_HOPS);
  }
  const [step] = steps;
  if (annotation && step && 'key' in step && steps.length === 1) {
    return expand(evaluation, { file, node: annotation }, MAX_HOPS)
      .map(owner => memberType(owner, step.key ?? ''))
      .flatMap(one => (one ? expand(evaluation, one, MAX_HOPS) : []));
  }
  const initial = within?.type === 'VariableDeclarator' && steps.length === 0 ? within.init : null;
  return initial?.type === 'MemberExpression' ? typesOf(evaluation, file, initial) : [];
}

function expand(evaluation: Evaluation, type: TypeAt, hops: number): readonly TypeAt[] {
  const { file, node } = type;
  if (hops === 0) return [type];
  if (node.type === 'TSUnionType') {
    return node.types.flatMap(one => expand(evaluation, { file, node: one }, hops));
  }
  if (node.type === 'TSTypeAliasDeclaration') {
    return expand(evaluation, { file, node: node.typeAnnotation }, hops - 1);
  }
  if (node.type !== 'TSTypeReference') return [type];
  const named = namedTypes(evaluation, file, node.typeName, hops - 1);
  return named.length > 0 ? named : [type];
}

function namedTypes(
  evaluation: Evaluation,
  file: SourceFile,
  name: Node,
  hops: number,
): readonly TypeAt[] {
  const def = name.type === 'Identifier' ? file.variableOf(name)?.defs[0] : undefined;
  if (def === undefined || hops <= 0) return [];
  if (def.type !== 'ImportBinding') return expand(evaluation, { file, node: def.node }, hops);
  const imported = importedName(def);
  const path = imported && evaluation.project.resolve(imported.specifier, file.path);
  const source = path === undefined ? undefined : evaluation.project.fileAt(path);
  const found = source && imported && findExport(source, imported.name, evaluation.project);
  return found && !found.external ? expand(evaluation, found, hops) : [];
}

function memberType({ file, node }: TypeAt, name: string): TypeAt | undefined {
  const members =
    node.type === 'TSTypeLiteral'
      ? node.members
      : node.type === 'TSInterfaceDeclaration' || node.type === 'ClassDeclaration'
        ? node.body.body
        : [];
  for (const member of members) {
    if (member.type !== 'TSPropertySignature' && member.type !== 'PropertyDefinition') continue;
    const type = member.typeAnnotation?.typeAnnotation;
    if (keyName(member) === name && type) return { file, node: type };
  }
  return undefined;
}

function literalsOf(node: Node): readonly string[] | undefined {
  switch (node.type) {
    case 'TSLiteralType': {
      const { literal } = node;
      const text = literal.type === 'Literal' && literal.value === true ? 'true' : undefined;
      const isFalse = literal.type === 'Literal' && literal.value === false;
      const value = text ?? (isFalse ? 'false' : literalText(literal));
      return value === undefined ? undefined : [value];
    }
    case 'TSBooleanKeyword':
      return ['true', 'false'];
    case 'TSNullKeyword':
      return ['null'];
    case 'TSUndefinedKeyword':
      return ['undefined'];
    case 'TSEnumDeclaration':
      return enumValues(node).map(member => member.value);
    default:
      return undefined;
  }
}

function enumValues(node: TSESTree.TSEnumDeclaration) {
  let next = 0;
  return node.body.members.map(member => {
    const value = literalText(member.initializer) ?? String(next);
    next = Number(value) + 1;
    const name = identifierName(member.id) ?? literalText(member.id) ?? '';
    return { name, value };
  });
}
