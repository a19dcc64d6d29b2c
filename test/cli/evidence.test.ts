import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { createFolder, runIn } from './run-in.ts';

const used = `export async function find(pool) {
  const client = await pool.connect();
  await client.query('select 1');
  client.release();
}
`;

/** What the command says of the one finding in `a.js`. */
async function explain(files: Readonly<Record<string, string>>) {
  const { stdout } = await runIn(createFolder(files), ['check', '--explain', '--no-types'], {
    rules,
  });
  const evidence = /^ {2}evidence +(.+)$/m.exec(stdout)?.[1];
  return { source: /from `pool\.connect\(\)` \((.+?)\)/.exec(stdout)?.[1], evidence };
}

function manifest(...names: readonly string[]): string {
  return JSON.stringify({ dependencies: Object.fromEntries(names.map(name => [name, '*'])) });
}

const seen = 'usage: `query` and `release` are called on it';

describe('evidence from use names the facts, and no package that nothing tells', () => {
  test('several packages fit', async () => {
    expect(await explain({ 'a.js': used })).toEqual({
      source: 'pg or similar',
      evidence: `${seen}, as on a connection of pg, @vercel/postgres or @neondatabase/serverless; nothing else says which of them it is`,
    });
  });

  test('package.json names one of them', async () => {
    const files = { 'a.js': used, 'package.json': manifest('@vercel/postgres') };
    expect(await explain(files)).toEqual({
      source: '@vercel/postgres',
      evidence: `${seen}, and package.json names @vercel/postgres`,
    });
  });

  test('package.json names two of them', async () => {
    const files = { 'a.js': used, 'package.json': manifest('pg', '@vercel/postgres') };
    expect(await explain(files)).toEqual({
      source: 'pg or similar',
      evidence: `${seen}, and package.json names pg and @vercel/postgres; nothing says which of them it is`,
    });
  });

  test('the file imports one of them', async () => {
    const files = { 'a.js': `import { types } from 'pg';\n${used}`, 'package.json': manifest('x') };
    expect(await explain(files)).toEqual({
      source: 'pg',
      evidence: `${seen}, and the file imports pg`,
    });
  });

  test('only one package fits', async () => {
    const text = used.replace('connect', 'createQueryRunner');
    const { stdout } = await runIn(createFolder({ 'a.js': text }), ['check', '--explain'], {
      rules,
    });
    expect(stdout).toContain('`pool.createQueryRunner()` (typeorm) is not released');
    expect(stdout).toContain(
      `${seen}, as on a connection of typeorm; nothing else says what it is`,
    );
  });
});
