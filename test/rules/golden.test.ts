import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as typescriptParser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { describe, expect, test } from 'vitest';
import { printEvents } from '../../src/analysis/print.ts';
import { createProject } from '../../src/source/project.ts';
import { toSourceFile } from '../../src/source/scopes.ts';
import type { SourceFile } from '../../src/source/source-file.ts';
import { fixtures } from './analysis.ts';

const project = createProject();

describe('the lowering gives the same events whichever parser made the tree', () => {
  test.each(fixtures.map(path => relative('.', path)))('%s', name => {
    const path = join(process.cwd(), name);
    const file = project.fileAt(path);
    if (file === undefined) throw new Error(`${name} cannot be parsed.`);
    const events = printEvents(file);
    expect(events).not.toBe('');
    expect(printEvents(asEslintSees(path, typescriptParser)), 'typescript-estree').toBe(events);
    if (/\.[cm]?jsx?$/.test(name)) expect(printEvents(asEslintSees(path)), 'espree').toBe(events);
  });
});

/** The tree and the scopes that a rule meets; without a parser of our choice, ESLint's own. */
function asEslintSees(path: string, parser?: Linter.Parser): SourceFile {
  const text = readFileSync(path, 'utf8');
  const linter = new Linter();
  const sourceType = path.endsWith('.cjs') ? 'commonjs' : 'module';
  const languageOptions = { sourceType, ...(parser && { parser }) } as const;
  const [problem] = linter.verify(text, { files: ['**'], languageOptions }, path);
  if (problem !== undefined) throw new Error(`${path}: ${problem.message}`);
  const { ast, scopeManager } = linter.getSourceCode();
  return toSourceFile({
    path,
    text,
    // ESLint types trees as plain ESTree; typescript-eslint's types are a superset of it.
    program: ast as unknown as SourceFile['program'],
    scopeManager: scopeManager as Parameters<typeof toSourceFile>[0]['scopeManager'],
  });
}
