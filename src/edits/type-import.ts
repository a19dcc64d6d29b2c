import { dirname, join } from 'node:path';
import type { Node } from '../source/source-file.ts';
import type { Edit } from './edit.ts';
import { insert } from './edit.ts';
import type { NoWay, Way } from './hold/way.ts';
import { lineEnd } from './lines.ts';
import type { EditSource } from './source.ts';

type Import = Extract<Node, { type: 'ImportDeclaration' }>;

/** Imports what a type begins with, where the file does not know it yet. */
export function importType(type: string, module: string, source: EditSource): Way | NoWay {
  const { file } = source;
  const [name = ''] = type.split('.');
  const known = file.topLevel(name);
  if (known !== undefined) {
    const declaration = known.defs[0]?.parent;
    const isSame = declaration?.type === 'ImportDeclaration' && declaration.source.value === module;
    return isSame ? { edits: [] } : { reason: `The name \`${name}\` means something else here.` };
  }
  if (!isImportedNearby(module, source)) {
    return { reason: `Where \`${type}\` is imported from is not known.` };
  }
  const imports = file.program.body.filter(
    (one): one is Import => one.type === 'ImportDeclaration',
  );
  const own = imports.find(one => one.source.value === module && takesMore(one));
  const edit =
    own === undefined
      ? newLine(name, module, imports.findLast(isOfPackage) ?? imports[0], source)
      : added(name, own, source);
  return edit === undefined ? { reason: 'Nothing is imported here.' } : { edits: [edit] };
}

/** Some packages are generated into the project: their types are then not those of the package. */
function isImportedNearby(module: string, { file, textAt, filesUnder }: EditSource): boolean {
  const isImported = (text: string | undefined): boolean =>
    text !== undefined && [`'${module}'`, `"${module}"`].some(one => text.includes(one));
  if (isImported(file.text)) return true;
  for (let folder = dirname(file.path); ; folder = dirname(folder)) {
    if (textAt(join(folder, 'package.json')) !== undefined) {
      return filesUnder(folder).some(path => isImported(textAt(path)));
    }
    if (dirname(folder) === folder) return false;
  }
}

function isOfPackage({ source }: Import): boolean {
  return !source.value.startsWith('.');
}

function takesMore({ specifiers }: Import): boolean {
  return specifiers.some(({ type }) => type === 'ImportSpecifier');
}

function added(name: string, own: Import, { file }: EditSource): Edit | undefined {
  const last = own.specifiers.at(-1);
  if (last === undefined) return undefined;
  // What strips types and compiles nothing leaves other names in.
  const written = own.importKind === 'type' ? name : `type ${name}`;
  return insert(file.path, last.range[1], `, ${written}`);
}

function newLine(
  name: string,
  module: string,
  last: Import | undefined,
  { file, style }: EditSource,
): Edit | undefined {
  if (last === undefined) return undefined;
  const { newline, quote, semicolon } = style;
  const line = `import type { ${name} } from ${quote}${module}${quote}${semicolon}`;
  // Packages come first.
  if (!isOfPackage(last)) return insert(file.path, last.range[0], line + newline);
  return insert(file.path, lineEnd(file.text, last.range[1]), newline + line);
}
