import { basename, dirname, extname, join, relative, sep } from 'node:path';
import type { Node } from '../../source/source-file.ts';
import type { Edit, NewFile } from '../edit.ts';
import { insert } from '../edit.ts';
import { lineEnd } from '../lines.ts';
import type { EditSource } from '../source.ts';
import { adapterTexts, hasLease, type AdapterKind } from './adapter-text.ts';
import type { NoWay } from './way.ts';

/** The import of `lease()`, and the file that has it when none is there yet. */
export interface Adapter {
  readonly edits: readonly Edit[];
  readonly creates: readonly NewFile[];
}

const IMPORTED =
  /import\s*\{[^}]*\blease\b[^}]*\}\s*from\s*['"]([^'"]+)|\{[^}]*\blease\b[^}]*\}\s*=\s*require\(\s*['"]([^'"]+)/;

const PACKAGE = 'eslint-plugin-pool/runtime';

/** Makes `lease()` of a file in the user's tree known to a file; the file is written where there is none. */
export function importAdapterFile(source: EditSource): Adapter | NoWay {
  const { file, style, language } = source;
  const imported = importedFrom(file.text);
  if (imported === PACKAGE) return { reason: `It imports \`lease\` of \`${PACKAGE}\` already.` };
  if (imported !== undefined) return { edits: [], creates: [] };
  if (isTaken(file.text)) return { reason: NAME_TAKEN };
  const ending = extname(file.path).replace('x', '');
  const kind: AdapterKind = language.isTypeScript
    ? 'typescript'
    : language.isModule
      ? 'module'
      : 'commonjs';
  const path = join(folderFor(source), `lease${ending}`);
  const there = source.textAt(path);
  if (there !== undefined && !hasLease(there)) {
    return { reason: `\`${basename(path)}\` is another file already.` };
  }
  const creates =
    there === undefined ? [{ path, text: adapterTexts[kind].replaceAll('\n', style.newline) }] : [];
  const specifier = specifierOf(path, source);
  return { edits: importing(source, specifier), creates };
}

/** Makes `lease()` of this package known to a file. */
export function importAdapterPackage(source: EditSource): Adapter | NoWay {
  const { text } = source.file;
  const imported = importedFrom(text);
  if (imported === PACKAGE) return { edits: [], creates: [] };
  if (imported !== undefined || isTaken(text)) return { reason: NAME_TAKEN };
  return { edits: importing(source, PACKAGE), creates: [] };
}

const NAME_TAKEN = 'The name `lease` means something else in this file.';

function isTaken(text: string): boolean {
  return /\blease\b/.test(text);
}

function importedFrom(text: string): string | undefined {
  const [, esm, cjs] = IMPORTED.exec(text) ?? [];
  return esm ?? cjs;
}

/**
 * One file for a package, so that it is written once: in the folder right below `package.json` on the
 * way to the file, which is where its sources begin.
 */
function folderFor({ file, textAt }: EditSource): string {
  const own = dirname(file.path);
  for (let folder = own; ; folder = dirname(folder)) {
    if (textAt(join(folder, 'package.json')) !== undefined) {
      const [first = ''] = relative(folder, own).split(sep);
      return join(folder, first);
    }
    if (dirname(folder) === folder) return own;
  }
}

function importing({ file, language, style }: EditSource, specifier: string): readonly Edit[] {
  const { quote, semicolon, newline } = style;
  const quoted = `${quote}${specifier}${quote}`;
  const line = language.isModule
    ? `import { lease } from ${quoted}${semicolon}`
    : `const { lease } = require(${quoted})${semicolon}`;
  const { body } = file.program;
  const last = body.findLast(language.isModule ? isImport : isRequire);
  if (last !== undefined) {
    return [insert(file.path, lineEnd(file.text, last.range[1]), `${newline}${line}`)];
  }
  // Behind `'use strict'` and a first line for the shell.
  const directive = body.findLast(one => one.type === 'ExpressionStatement' && one.directive);
  if (directive) {
    return [insert(file.path, lineEnd(file.text, directive.range[1]), `${newline}${line}`)];
  }
  const start = file.text.startsWith('#!') ? file.text.indexOf('\n') + 1 : 0;
  return [insert(file.path, start, `${line}${newline}`)];
}

function isImport({ type }: Node): boolean {
  return type === 'ImportDeclaration';
}

function isRequire(node: Node): boolean {
  if (node.type !== 'VariableDeclaration') return false;
  return node.declarations.some(
    ({ init }) =>
      init?.type === 'CallExpression' &&
      init.callee.type === 'Identifier' &&
      init.callee.name === 'require',
  );
}

function specifierOf(path: string, { file, language }: EditSource): string {
  const stem = path.slice(0, -extname(path).length);
  const plain = relative(dirname(file.path), stem).split(sep).join('/');
  return `${plain.startsWith('.') ? '' : './'}${plain}${endingOf(file.text, path, language.isStrict)}`;
}

/** How the file ends the names of files it imports: `.js`, `.ts` or not at all. */
function endingOf(text: string, path: string, isStrict: boolean): string {
  const compiled = extname(path).replace('t', 'j');
  const names = [...text.matchAll(/(?:from|require\()\s*['"](\.[^'"]*)['"]/g)].map(
    ([, name = '']) => name,
  );
  const shown = names.map(name => /\.[cm]?([jt])s$/.exec(name)?.[1]).find(Boolean);
  if (shown === 't') return extname(path);
  if (shown === 'j' || /^\.[cm]/.test(compiled)) return compiled;
  return names.length > 0 || !isStrict ? '' : compiled;
}
