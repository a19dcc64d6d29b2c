import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import * as parser from '@typescript-eslint/parser';
import { ESLint, type Linter } from 'eslint';
import { describe, expect, test } from 'vitest';
import { codemods } from '../../codemods/index.ts';
import { rules } from '../../rules/index.ts';
import { createPlugin } from '../../src/eslint/plugin.ts';
import type { PoolSettings } from '../../src/settings.ts';
import { createFolder } from '../cli/run-in.ts';

/** One connection for one statement, of a pool that can do nothing but connect. */
const narrow = `import { Pool } from 'pg';

const pool: Pick<Pool, 'connect'> = new Pool({ max: 10 });

export async function count(id: number) {
  const client = await pool.connect();
  try {
    const { rows } = await client.query('select count(*) from a where id = $1', [id]);
    return rows[0];
  } finally {
    client.release();
  }
}
`;

/** The same of a pool that has all its methods. */
const whole = narrow.replace("Pick<Pool, 'connect'>", 'Pool');

interface Circumstances {
  readonly suggestions?: PoolSettings['suggestions'];
  readonly parserOptions?: Linter.ParserOptions;
  readonly others?: Readonly<Record<string, string>>;
}

/** The titles of all suggestions for a file of a project that is linted with types. */
async function titlesIn(
  text: string,
  { suggestions, others = {}, parserOptions = { projectService: true } }: Circumstances = {},
): Promise<readonly string[]> {
  const compilerOptions = {
    strict: true,
    module: 'nodenext',
    target: 'es2022',
    types: ['node', 'pg'],
  };
  const tsconfig = JSON.stringify({ compilerOptions, include: ['*.ts'] });
  const files = { 'package.json': '{"type":"module"}', 'tsconfig.json': tsconfig };
  const cwd = createFolder({ ...files, 'main.ts': text, ...others });
  symlinkSync(join(process.cwd(), 'node_modules'), join(cwd, 'node_modules'));
  const { all } = createPlugin(rules, codemods).configs;
  const languageOptions = { parser, parserOptions: { tsconfigRootDir: cwd, ...parserOptions } };
  const settings = suggestions === undefined ? {} : { settings: { pool: { suggestions } } };
  const overrideConfig = [all, { files: ['**/*.ts'], languageOptions, ...settings }];
  const eslint = new ESLint({ cwd, overrideConfigFile: true, overrideConfig });
  const [result] = await eslint.lintFiles(['main.ts']);
  const messages = result?.messages ?? [];
  expect(messages.filter(({ ruleId }) => ruleId === null)).toEqual([]);
  return messages.flatMap(each => each.suggestions ?? []).map(({ desc }) => desc);
}

const title = 'Write `pool.query()` without a connection of its own';

describe('where files are linted with types', () => {
  test.each([
    ['the project service', { projectService: true }],
    ['a project', { project: './tsconfig.json' }],
  ])('a suggestion that does not type-check is not offered: %s', async (_, parserOptions) => {
    expect(await titlesIn(whole, { parserOptions })).toContain(title);
    expect(await titlesIn(narrow, { parserOptions })).not.toContain(title);
  });

  test('unless nobody wants it checked', async () => {
    expect(await titlesIn(narrow, { suggestions: 'unchecked' })).toContain(title);
    expect(await titlesIn(narrow, { suggestions: true })).not.toContain(title);
    expect(await titlesIn(whole, { suggestions: false })).toEqual([]);
  });

  test('an error that was there before refuses nothing', async () => {
    const own = `${whole}\nexport const wrong: number = 'one';\n`;
    const others = { 'other.ts': "import './main.js';\nexport const wrong: number = 'two';\n" };
    expect(await titlesIn(own, { others })).toContain(title);
  });

  test('each of several findings has its own', async () => {
    const [, rest = ''] = whole.split(/(?=export )/);
    const text = `${whole}\n${rest.replace('count(id', 'again(id')}`;
    expect((await titlesIn(text)).filter(each => each === title)).toHaveLength(2);
  });
});

test('without types nothing is checked', async () => {
  expect(await titlesIn(narrow, { parserOptions: {} })).toContain(title);
});
