import { basename, dirname, join } from 'node:path';
import type { FunctionNode, Node, SourceFile } from '../../source/source-file.ts';
import { requiredSpecifier } from '../../source/names.ts';
import { nodesIn } from '../../source/walk.ts';
import type { EditSource } from '../source.ts';

/**
 * Why a function cannot get one more parameter for the sake of its callers: one passes more arguments
 * than it takes now, or hands it on to somebody who may.
 */
export function whyNotForCallers(
  owner: FunctionNode,
  { name, isShared }: { readonly name: string; readonly isShared: boolean },
  source: EditSource,
): string | undefined {
  const pattern = new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`);
  const root = isShared ? outermostPackage(source) : undefined;
  const paths = root === undefined ? [source.file.path] : source.filesUnder(root.folder);
  const others = paths.filter(path => pattern.test(source.textAt(path) ?? ''));
  for (const path of new Set([source.file.path, ...others])) {
    const other = source.at(path);
    const wrong = other && findOtherUse(owner, name, other);
    if (wrong === undefined) continue;
    return `\`${name}\` is used in another way on line ${wrong.line} of \`${basename(path)}\`.`;
  }
  if (root !== undefined && root.isPublished && isExported(owner)) {
    return `\`${name}\` may have callers outside this package.`;
  }
  return undefined;
}

interface Root {
  readonly folder: string;
  readonly isPublished: boolean;
}

/** The outermost folder with a manifest, and whether the nearest one is of a package for others. */
function outermostPackage({ file, textAt }: EditSource): Root | undefined {
  let found: Root | undefined;
  for (let folder = dirname(file.path); ; folder = dirname(folder)) {
    const manifest = textAt(join(folder, 'package.json'));
    if (manifest !== undefined) {
      const isPublished =
        /"(?:exports|types|typings|files)"\s*:/.test(manifest) &&
        !/"private"\s*:\s*true/.test(manifest);
      found = { folder, isPublished: found?.isPublished ?? isPublished };
    }
    if (dirname(folder) === folder) return found;
  }
}

function isExported({ parent }: FunctionNode): boolean {
  for (let outer: Node | undefined = parent ?? undefined; outer; outer = outer.parent) {
    if (/^Export/.test(outer.type) || outer.type === 'AssignmentExpression') return true;
  }
  return false;
}

function findOtherUse(
  owner: FunctionNode,
  name: string,
  { file }: EditSource,
): { readonly line: number } | undefined {
  const used = nodesIn(file.program).find(
    node =>
      (node.type === 'Identifier' || node.type === 'PrivateIdentifier') &&
      node.name === name &&
      !isOtherName(node, owner, file) &&
      !isHarmless(node, owner.params.length),
  );
  return used && { line: file.lineOf(used.range[0]) };
}

/** `row.log`: for a plain function a property of its name is another thing, unless it is of a module. */
function isOtherName(node: Node, { parent: of, type }: FunctionNode, file: SourceFile): boolean {
  const { parent } = node;
  const isPlain = type === 'FunctionDeclaration' || of?.type === 'VariableDeclarator';
  if (!isPlain || parent?.type !== 'MemberExpression' || parent.property !== node) return false;
  const { object } = parent;
  if (object.type !== 'Identifier') return object.type !== 'MemberExpression';
  const definition = file.variableOf(object)?.defs[0];
  const made = definition?.node.type === 'VariableDeclarator' ? definition.node.init : undefined;
  return (
    definition !== undefined &&
    definition.type !== 'ImportBinding' &&
    requiredSpecifier(made) === undefined
  );
}

/** A declaration, an import or export, or a call with no more arguments than there are parameters. */
function isHarmless(node: Node, most: number): boolean {
  const { parent } = node;
  if (!parent) return true;
  switch (parent.type) {
    case 'MemberExpression':
      if (parent.property !== node) return false;
      return parent.parent.type === 'AssignmentExpression' && parent.parent.left === parent
        ? true
        : isCalled(parent, most);
    case 'CallExpression':
      return isCalled(node, most);
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ImportSpecifier':
    case 'ImportDefaultSpecifier':
    case 'ExportSpecifier':
    case 'ExportDefaultDeclaration':
      return true;
    case 'VariableDeclarator':
      return parent.id === node;
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return parent.key === node;
    case 'Property':
      return parent.key === node || isExportsObject(parent.parent);
    default:
      return false;
  }
}

function isExportsObject({ parent }: Node): boolean {
  return parent?.type === 'AssignmentExpression' || parent?.type === 'ExportDefaultDeclaration';
}

function isCalled(callee: Node, most: number): boolean {
  const call = callee.parent;
  if (call?.type !== 'CallExpression' || call.callee !== callee) return false;
  return (
    call.arguments.length <= most && call.arguments.every(({ type }) => type !== 'SpreadElement')
  );
}
