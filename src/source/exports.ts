import { exportTableOf, propertyOf } from './export-table.ts';
import type { ExportEntry, ExportTable } from './export-table.ts';
import { isRelative, requiredSpecifier } from './names.ts';
import type { Project } from './project.ts';
import { WordList } from './sketch/glance.ts';
import { lookAt } from './sketch/look.ts';
import type { Node, SourceFile } from './source-file.ts';

/** Where an export ends after its re-exports are followed. */
export interface FoundExport {
  readonly file: SourceFile;
  /**
   * The declaration of a function, class or type; the declared identifier of a variable; the
   * exported expression; or the program when it is all of a module.
   */
  readonly node: Node;
  /** Set when it comes from a package without source at hand; `node` is then the re-export. */
  readonly external?: PackageExport;
}

/** An export of a package: `{ specifier: 'pg', path: ['Pool'] }`; an empty path is all of it. */
export interface PackageExport {
  readonly specifier: string;
  readonly path: readonly string[];
}

interface Search {
  readonly project: Project;
  /** `file name` pairs on the way here; import cycles end at them. */
  readonly seen: Set<string>;
}

/** What `import { name } from file` means; `*` is the module itself, `default` its default export. */
export function findExport(
  file: SourceFile,
  name: string,
  project: Project,
): FoundExport | undefined {
  return find(file, name, { project, seen: new Set() });
}

/** What a CommonJS module, or one with `export =`, exports as a whole. */
export function wholeExportOf(file: SourceFile): Node | undefined {
  return exportTableOf(file).whole;
}

function find(file: SourceFile, name: string, search: Search): FoundExport | undefined {
  const key = `${file.path}\0${name}`;
  if (search.seen.has(key)) return undefined;
  search.seen.add(key);
  if (name === '*') return { file, node: file.program };
  const table = exportTableOf(file);
  const entry = table.named.get(name);
  if (entry !== undefined) return entered(file, entry, search);
  if (name === 'default') return defaultOf(file, table);
  return findInWhole(file, table, name, search) ?? findInStars(file, table, name, search);
}

function entered(file: SourceFile, entry: ExportEntry, search: Search): FoundExport | undefined {
  if (entry.kind === 'local') return { file, node: declarationOf(file, entry.node) };
  return follow(file, entry.specifier, entry.name, entry.at, search);
}

/** The default import of a module without a default export is `module.exports`. */
function defaultOf(file: SourceFile, table: ExportTable): FoundExport | undefined {
  if (table.whole !== undefined && table.named.size === 0) return { file, node: table.whole };
  return table.isCommonJs || table.whole !== undefined ? { file, node: file.program } : undefined;
}

function findInWhole(
  file: SourceFile,
  table: ExportTable,
  name: string,
  search: Search,
): FoundExport | undefined {
  for (const part of [...table.parts].reverse().concat(table.whole ?? [])) {
    const found = findInObject(file, part, name, search);
    if (found !== undefined) return found;
  }
  return undefined;
}

function findInObject(
  file: SourceFile,
  value: Node,
  name: string,
  search: Search,
): FoundExport | undefined {
  const specifier = requiredSpecifier(value);
  if (specifier !== undefined) return follow(file, specifier, name, value, search);
  const object = value.type === 'Identifier' ? initialiserOf(file, value) : value;
  if (object?.type !== 'ObjectExpression') return undefined;
  const { property, spreads } = propertyOf(object, name);
  // What a getter gives is its caller's to find out.
  if (property?.kind === 'get') return undefined;
  if (property !== undefined) return { file, node: declarationOf(file, property.value) };
  for (const spread of spreads) {
    const found = findInObject(file, spread, name, search);
    if (found !== undefined) return found;
  }
  return undefined;
}

function findInStars(
  file: SourceFile,
  table: ExportTable,
  name: string,
  search: Search,
): FoundExport | undefined {
  let external: FoundExport | undefined;
  const words = new WordList([name, 'exports']);
  for (const star of table.stars) {
    if (!mayExport(file, star.specifier, words, search)) continue;
    const found = follow(file, star.specifier, name, star.at, search);
    // Whether a package has the name is unknown: a file that surely has it goes first.
    if (found !== undefined && found.external === undefined) return found;
    external ??= found;
  }
  return external;
}

/** Whether a file can have an export by one of the words, or pass on all of another one: most of many need not be parsed. */
function mayExport(
  { path: from }: SourceFile,
  specifier: string,
  words: WordList,
  { project }: Search,
): boolean {
  const path = project.resolve(specifier, from);
  const seen = path === undefined ? undefined : project.scan(path, lookAt);
  // What a program wrote counts as empty: nobody looked at it.
  if (seen === undefined || seen.text === '') return true;
  return seen.glance.passesOn || words.isIn(seen.glance);
}

function follow(
  from: SourceFile,
  specifier: string,
  name: string,
  at: Node,
  search: Search,
): FoundExport | undefined {
  const path = search.project.resolve(specifier, from.path);
  const target = path === undefined ? undefined : search.project.fileAt(path);
  if (target !== undefined) return find(target, name, search);
  if (path !== undefined || isRelative(specifier)) return undefined;
  const external = { specifier: search.project.packageOf(specifier, from.path) };
  return { file: from, node: at, external: { ...external, path: name === '*' ? [] : [name] } };
}

/** The declaration that an exported identifier names, when it has only one that is no variable. */
function declarationOf(file: SourceFile, node: Node): Node {
  if (node.type !== 'Identifier') return node;
  const defs = file.variableOf(node)?.defs ?? [];
  const only = defs[0];
  if (defs.length !== 1 || only === undefined) return node;
  return /^(FunctionName|ClassName|Type)$/.test(only.type) ? only.node : node;
}

function initialiserOf(file: SourceFile, identifier: Node): Node | undefined {
  const def = file.variableOf(identifier)?.defs[0];
  if (def?.type !== 'Variable' || def.node.type !== 'VariableDeclarator') return undefined;
  return def.node.id === def.name ? (def.node.init ?? undefined) : undefined;
}
