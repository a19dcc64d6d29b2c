import { readFileSync } from 'node:fs';
import { ESLint } from 'eslint';
import { defineConfig } from 'eslint/config';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import plugin, { type PoolSettings, type RuleOptions } from '../../src/index.ts';

/** Compiles or not: the plugin in a configuration as users write it, with typed settings and options. */
const settings: PoolSettings = { evidence: 'types', drivers: [] };
const options: RuleOptions = { tier: 'possible' };
const config = defineConfig([
  plugin.configs.recommended,
  plugin.configs.strict,
  plugin.configs.all,
  {
    plugins: { pool: plugin },
    extends: ['pool/recommended'],
    settings: { pool: settings },
    rules: { 'pool/no-leaked-connection': ['error', options] },
  },
]);

test('ESLint takes the configurations', async () => {
  const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: config });
  const [result] = await eslint.lintText('export const answer = 42;', { filePath: 'a.js' });
  expect(result?.messages).toEqual([]);
});

test('the plugin says who it is', () => {
  const { name, version } = JSON.parse(readFileSync('package.json', 'utf8')) as typeof plugin.meta;
  expect(plugin.meta).toEqual({ name, version, namespace: 'pool' });
});

test('the configurations are named, and all holds every rule', () => {
  const { recommended, strict, tests, all } = plugin.configs;
  expect([recommended, strict, tests, all].map(({ name }) => name)).toEqual([
    'pool/recommended',
    'pool/strict',
    'pool/tests',
    'pool/all',
  ]);
  expect(Object.keys(all.rules ?? {})).toEqual(rules.map(({ name }) => `pool/${name}`));
});

test.each([
  [
    'src/orders.js',
    ['pool/no-await-while-held', 'pool/no-leaked-connection', 'pool/require-error-handler'],
  ],
  ['src/orders.test.js', []],
  ['test/orders.js', []],
])('behind another configuration, `tests` is for tests: %s', async (filePath, found) => {
  const { recommended, tests } = plugin.configs;
  const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: [recommended, tests] });
  const text = `import assert from 'node:assert';
import { Pool } from 'pg';
const pool = new Pool();
export async function count(url) {
  const client = await pool.connect();
  assert.ok(url);
  await fetch(url).catch(() => undefined);
  client.release();
}
`;
  const [result] = await eslint.lintText(text, { filePath });
  expect(result?.messages.map(({ ruleId }) => ruleId).sort()).toEqual(found);
});

describe.each(Object.keys(plugin.rules))('%s', name => {
  const meta = plugin.rules[name]?.meta;

  test('is documented for editors', () => {
    expect(meta).toMatchObject({
      type: 'problem',
      docs: { requiresTypeChecking: false, url: expect.stringContaining(`/docs/rules/${name}.md`) },
      defaultOptions: [{ tier: 'likely' }],
    });
    expect(meta?.docs?.description).toMatch(/^[A-Z].*[^.]$/);
  });

  test('has a closed schema with descriptions', () => {
    const [schema] = meta?.schema as readonly Record<string, unknown>[];
    expect(schema).toMatchObject({ additionalProperties: false });
    const properties = schema?.['properties'] as Record<string, { readonly description: string }>;
    for (const { description } of Object.values(properties)) expect(description).toMatch(/\.$/);
  });
});
