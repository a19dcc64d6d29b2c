import type { TSESTree } from '@typescript-eslint/types';
import { readCommonJs } from './commonjs.ts';
import { keyName, specifierName } from './names.ts';
import type { Node, SourceFile } from './source-file.ts';

/** What one file exports, before its re-exports are followed. */
export interface ExportTable {
  /** By exported name; the default export is `default`. */
  readonly named: ReadonlyMap<string, ExportEntry>;
  /** The specifiers of `export * from`. */
  readonly stars: readonly Star[];
  /** `module.exports = whole`, `export = whole`. */
  readonly whole: Node | undefined;
  /** What `Object.assign(module.exports, …)` adds. */
  readonly parts: readonly Node[];
  /** The default export is the module itself, unless it is transpiled and says otherwise. */
  readonly isCommonJs: boolean;
}

/** One exported name: a node of the file, or a name of another module (`*` is all of it). */
export type ExportEntry =
  | { readonly kind: 'local'; readonly node: Node }
  | { readonly kind: 'from'; readonly specifier: string; readonly name: string; readonly at: Node };

/** One `export * from`. */
interface Star {
  readonly specifier: string;
  readonly at: Node;
}

/** An export table that is being read. */
export interface TableDraft {
  readonly named: Map<string, ExportEntry>;
  readonly stars: Star[];
  readonly parts: Node[];
  whole: Node | undefined;
}

const tables = new WeakMap<SourceFile, ExportTable>();

/** The export table of a file, read once. */
export function exportTableOf(file: SourceFile): ExportTable {
  const known = tables.get(file);
  if (known !== undefined) return known;
  const draft: TableDraft = { named: new Map(), stars: [], parts: [], whole: undefined };
  let isModule = false;
  for (const statement of file.program.body) {
    if (/^(Import|Export)/.test(statement.type)) isModule = true;
    readStatement(statement, draft);
  }
  if (!isModule && file.text.includes('exports')) readCommonJs(file.program, draft);
  const table = { ...draft, isCommonJs: !isModule };
  tables.set(file, table);
  return table;
}

function readStatement(statement: TSESTree.ProgramStatement, draft: TableDraft): void {
  switch (statement.type) {
    case 'ExportNamedDeclaration':
      return readNamed(statement, draft);
    case 'ExportDefaultDeclaration':
      draft.named.set('default', { kind: 'local', node: statement.declaration });
      return;
    case 'ExportAllDeclaration':
      return readAll(statement, draft);
    case 'TSExportAssignment':
      draft.whole = statement.expression;
      return;
    default:
  }
}

function readNamed(statement: TSESTree.ExportNamedDeclaration, draft: TableDraft): void {
  if (statement.declaration) {
    for (const name of declaredNames(statement.declaration)) {
      draft.named.set(name.name, { kind: 'local', node: name });
    }
  }
  const specifier = statement.source?.value;
  for (const part of statement.specifiers ?? []) {
    const local = specifierName(part.local);
    const entry: ExportEntry =
      specifier === undefined
        ? { kind: 'local', node: part.local }
        : { kind: 'from', specifier, name: local, at: part };
    draft.named.set(specifierName(part.exported), entry);
  }
}

function readAll(statement: TSESTree.ExportAllDeclaration, draft: TableDraft): void {
  const specifier = statement.source.value;
  if (!statement.exported) {
    draft.stars.push({ specifier, at: statement });
    return;
  }
  const name = specifierName(statement.exported);
  draft.named.set(name, { kind: 'from', specifier, name: '*', at: statement });
}

/** The identifiers that a declaration binds. */
function declaredNames(declaration: Node): readonly TSESTree.Identifier[] {
  if (declaration.type === 'VariableDeclaration') {
    return declaration.declarations.flatMap(one => boundNames(one.id));
  }
  if ('id' in declaration && declaration.id?.type === 'Identifier') return [declaration.id];
  return [];
}

function boundNames(pattern: Node): readonly TSESTree.Identifier[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern];
    case 'ObjectPattern':
      return pattern.properties.flatMap(one =>
        boundNames(one.type === 'RestElement' ? one.argument : one.value),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap(one => (one ? boundNames(one) : []));
    case 'AssignmentPattern':
      return boundNames(pattern.left);
    case 'RestElement':
      return boundNames(pattern.argument);
    default:
      return [];
  }
}

/** The member of an object literal with a name, and the expressions that may have it too, last first. */
export function propertyOf(
  object: TSESTree.ObjectExpression,
  name: string,
): { readonly property: TSESTree.Property | undefined; readonly spreads: readonly Node[] } {
  const spreads: Node[] = [];
  for (const property of [...object.properties].reverse()) {
    if (property.type === 'SpreadElement') spreads.push(property.argument);
    else if (keyName(property) === name && property.kind !== 'set') return { property, spreads };
  }
  return { property: undefined, spreads };
}
