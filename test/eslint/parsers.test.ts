import * as typescriptParser from '@typescript-eslint/parser';
import { ESLint, type Linter } from 'eslint';
import { beforeEach, expect, test, vi } from 'vitest';
import { createPlugin } from '../../src/eslint/plugin.ts';
import { leakRule } from '../cli/leak-rule.ts';
import { createFolder, leaky } from '../cli/run-in.ts';

vi.mock('../../src/analysis/analyse.ts', () => import('../cli/stand-in.ts'));
vi.mock('../../src/analysis/gate.ts', () => import('../cli/stand-in.ts'));
vi.mock('../../src/evidence/program-oracle.ts', () => ({
  fromParserServices: (services: object) =>
    void askedFor.push('program' in services && !!services.program),
}));

/** Whether each question for types came with a program. */
const askedFor: boolean[] = [];

const plugin = createPlugin([leakRule]);
const typed = leaky.replace('(id)', '(id: string)');

beforeEach(() => {
  askedFor.length = 0;
});

async function lint(name: string, text: string, languageOptions: Linter.LanguageOptions) {
  const tsconfig = JSON.stringify({ compilerOptions: { strict: true }, include: ['*.ts'] });
  const cwd = createFolder({ [name]: text, 'tsconfig.json': tsconfig });
  const eslint = new ESLint({
    cwd,
    overrideConfigFile: true,
    overrideConfig: [{ files: ['**/*.{js,ts}'], languageOptions }, plugin.configs.recommended],
  });
  const [result] = await eslint.lintFiles([name]);
  return result?.messages.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

const expected = ['6:24 `client` is not released when line 7 throws.'];

test('espree', async () => {
  expect(await lint('a.js', leaky, {})).toEqual(expected);
  expect(askedFor).toEqual([false]);
});

test('espree, CommonJS', async () => {
  const text = leaky
    .replace('export ', '')
    .replace("import { Pool } from 'pg'", "const { Pool } = require('pg')");
  expect(await lint('a.js', text, { sourceType: 'commonjs' })).toEqual(expected);
});

test('typescript-eslint without types', async () => {
  expect(await lint('a.ts', typed, { parser: typescriptParser })).toEqual(expected);
  expect(askedFor).toEqual([false]);
});

test('typescript-eslint with types', async () => {
  const parserOptions = { projectService: true };
  expect(await lint('a.ts', typed, { parser: typescriptParser, parserOptions })).toEqual(expected);
  expect(askedFor).toEqual([true]);
});
