import { readFileSync } from 'node:fs';
import { parseSync, type Comment, type Statement } from 'oxc-parser';
import { globSync } from 'tinyglobby';
import { describe, expect, test } from 'vitest';

const product = globSync(['src/**/*.ts', 'rules/**/*.ts', 'codemods/**/*.ts']).sort();
const tests = globSync(['test/**/*.{ts,js}', '*.{ts,js}']).sort();

/** Words that say nothing, in names of files, folders and functions. */
const emptyWords = new Set(['util', 'helper', 'manager', 'info']);

/** Brackets keep this line from matching itself. */
const unfinished = /\b(?:TO[D]O|FIX[M]E|XX[X])\b/;

describe('style', () => {
  test.each([...product, ...tests])('%s is short, finished and well named', file => {
    const text = readFileSync(file, 'utf8');
    expect(text.trimEnd().split('\n').length, 'lines').toBeLessThanOrEqual(200);
    expect(linesWith(text, unfinished)).toEqual([]);
    expect(hasEmptyWord(file), `${file} has an empty word in its name`).toBe(false);
    expect(linesWith(text, /\bfunction \*?\w+/).filter(line => hasEmptyWord(nameIn(line)))).toEqual(
      [],
    );
  });

  test.each(product)('%s documents its exports', file => {
    expect(undocumentedExports(file)).toEqual([]);
  });

  test.each([
    ['src/analysis/utils.ts', true],
    ['src/helpers/a.ts', true],
    ['connectionInfo', true],
    ['getInfoOf', true],
    ['src/source/informed.ts', false],
    ['fertiliser', false],
  ])('%s has an empty word: %s', (name, expected) => {
    expect(hasEmptyWord(name)).toBe(expected);
  });
});

function linesWith(text: string, pattern: RegExp): readonly string[] {
  return text
    .split('\n')
    .flatMap((line, index) => (pattern.test(line) ? [`${index + 1}: ${line}`] : []));
}

function hasEmptyWord(name: string): boolean {
  const words = name.split(/[^a-zA-Z]+|(?=[A-Z])/).map(word => word.toLowerCase());
  return words.some(word => emptyWords.has(word.replace(/s$/, '')));
}

function nameIn(line: string): string {
  return /\bfunction \*?(\w+)/.exec(line)?.[1] ?? '';
}

function undocumentedExports(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8');
  const { program, comments } = parseSync(file, text);
  const overloads = new Set<string>();
  return program.body.flatMap(statement => {
    const name = exportedName(statement);
    if (name === undefined || overloads.has(name)) return [];
    overloads.add(name);
    return isDocumented(statement, comments, text) ? [] : [name];
  });
}

/** The name of an export that is declared in place; `undefined` for anything else. */
function exportedName(statement: Statement): string | undefined {
  if (statement.type === 'ExportDefaultDeclaration') {
    return statement.declaration.type === 'Identifier' ? undefined : 'default';
  }
  if (statement.type !== 'ExportNamedDeclaration') return undefined;
  const { declaration } = statement;
  if (declaration === null) return undefined;
  if (declaration.type === 'VariableDeclaration') return nameOf(declaration.declarations[0]?.id);
  return nameOf('id' in declaration ? declaration.id : undefined);
}

function nameOf(id: object | null | undefined): string {
  return id && 'name' in id ? String(id.name) : 'pattern';
}

function isDocumented(statement: Statement, comments: readonly Comment[], text: string): boolean {
  return comments.some(
    ({ type, value, end }) =>
      type === 'Block' &&
      value.startsWith('*') &&
      end <= statement.start &&
      text.slice(end, statement.start).trim() === '',
  );
}
