import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createProject } from '../../src/source/project.ts';
import type { Files } from '../evidence/ask.ts';

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** What a specifier means in `apps/web/main.ts`, with these files and a package in `packages/db`. */
function resolveIn(files: Files, specifier: string): string | undefined {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'workspace-')));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const found = createProject().resolve(specifier, join(folder, 'apps/web/main.ts'));
  return found?.slice(folder.length + 1);
}

const listed = { 'package.json': '{"private":true,"workspaces":["apps/*","packages/**"]}' };
const web = (version: string) => ({
  'apps/web/package.json': `{"name":"web","dependencies":{"@acme/db":"${version}"}}`,
});
const sources = { 'packages/db/src/index.ts': '', 'packages/db/src/pool.ts': '' };

function manifest(fields: object): Files {
  return { 'packages/db/package.json': JSON.stringify({ name: '@acme/db', ...fields }) };
}

describe('a package of the workspace that is not installed', () => {
  test.each([
    ['no entry at all', {}, '@acme/db', 'packages/db/src/index.ts'],
    ['main that nobody built', { main: './dist/index.js' }, '@acme/db', 'packages/db/src/index.ts'],
    [
      'types below a folder',
      { types: 'dist/src/pool.d.ts' },
      '@acme/db',
      'packages/db/src/pool.ts',
    ],
    ['a path without exports', {}, '@acme/db/pool', 'packages/db/src/pool.ts'],
    [
      'exports with conditions',
      { exports: { './pool': { types: './dist/pool.d.ts', import: './dist/pool.mjs' } } },
      '@acme/db/pool',
      'packages/db/src/pool.ts',
    ],
    [
      'exports with a star',
      { exports: { './*': './lib/*.js' } },
      '@acme/db/pool',
      'packages/db/src/pool.ts',
    ],
    ['exports that hide it', { exports: { '.': './src/index.ts' } }, '@acme/db/pool', undefined],
    ['exports in one word', { exports: './src/pool.ts' }, '@acme/db', 'packages/db/src/pool.ts'],
  ])('with %s', (_, fields, specifier, expected) => {
    const files = { ...listed, ...web('*'), ...sources, ...manifest(fields) };
    expect(resolveIn(files, specifier)).toBe(expected);
  });

  test.each([
    ['package.json', '{"workspaces":{"packages":["packages/*"]}}', true],
    ['pnpm-workspace.yaml', "packages:\n  # ours\n  - 'apps/*'\n  - packages/**\ncatalog:\n", true],
    ['pnpm-workspace.yaml', 'packages:\n- "packages/*" # all\n', true],
    ['pnpm-workspace.yaml', 'packages:\n  - apps/*\n', false],
    ['package.json', '{"workspaces":["apps/*"]}', false],
    ['package.json', 'broken', false],
  ])('where %s says %s: %s', (name, text, isFound) => {
    const files = { [name]: text, ...web('1.0.0'), ...sources, ...manifest({}) };
    expect(resolveIn(files, '@acme/db') !== undefined).toBe(isFound);
  });

  test.each([
    ['workspace:*', true],
    ['^1.0.0', false],
  ])('where nothing says it, and the version is %s: %s', (version, isFound) => {
    const files = { 'package.json': '{}', ...web(version), ...sources, ...manifest({}) };
    expect(resolveIn(files, '@acme/db') !== undefined).toBe(isFound);
  });

  test('is nothing to those who name another', () => {
    expect(resolveIn({ ...listed, ...web('*'), ...manifest({}) }, '@acme/other')).toBeUndefined();
  });
});
