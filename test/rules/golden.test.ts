import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { analyze } from '@typescript-eslint/scope-manager';
import { parseForESLint } from '@typescript-eslint/parser';
import * as espree from 'espree';
import { describe, expect, test } from 'vitest';
import { printEvents } from '../../src/analysis/print.ts';
import { createProject } from '../../src/source/project.ts';
import { toSourceFile } from '../../src/source/scopes.ts';
import type { SourceFile } from '../../src/source/source-file.ts';
import { fixtures } from './analysis.ts';

const project = createProject();

describe('the lowering gives the same events whichever parser made the tree', () => {
  test.each(fixtures.map(path => relative('.', path)))('%s', name => {
    const path = `${process.cwd()}/${name}`;
    const file = project.fileAt(path);
    if (file === undefined) throw new Error(`${name} cannot be parsed.`);
    const events = printEvents(file);
    expect(printEvents(byTypescriptEstree(path)), 'typescript-estree').toBe(events);
    if (/\.[cm]?jsx?$/.test(name)) expect(printEvents(byEspree(path)), 'espree').toBe(events);
  });
});

function byTypescriptEstree(path: string): SourceFile {
  const text = readFileSync(path, 'utf8');
  const options = { range: true, loc: true, sourceType: sourceTypeOf(path), filePath: path };
  const { ast, scopeManager } = parseForESLint(text, options);
  return toSourceFile({ path, text, program: ast, scopeManager });
}

function byEspree(path: string): SourceFile {
  const text = readFileSync(path, 'utf8');
  const sourceType = sourceTypeOf(path);
  // typescript-eslint's types are a superset of what espree makes.
  const program = espree.parse(text, {
    ecmaVersion: 'latest',
    sourceType: sourceType === 'script' ? 'commonjs' : sourceType,
    ecmaFeatures: { jsx: true },
    range: true,
    loc: true,
  }) as unknown as SourceFile['program'];
  const scopeManager = analyze(program, { sourceType });
  return toSourceFile({ path, text, program, scopeManager });
}

function sourceTypeOf(path: string): 'module' | 'script' {
  return path.endsWith('.cjs') ? 'script' : 'module';
}
