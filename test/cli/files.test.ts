import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findFiles } from '../../src/cli/files.ts';
import { createFolder } from './run-in.ts';

function findIn(folder: string, ...words: string[]): readonly string[] {
  return findFiles(words, folder).map(path => relative(folder, path));
}

function createRepository(files: Readonly<Record<string, string>>): string {
  const folder = createFolder(files);
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
  return folder;
}

describe('in a git repository', () => {
  test('ignored files, packages, typings and minified files are left out', () => {
    const folder = createRepository({
      '.gitignore': 'out/\n*.gen.ts\n',
      'src/a.ts': '',
      'src/b.gen.ts': '',
      'src/c.d.ts': '',
      'src/d.min.js': '',
      'build/kept.js': '',
      'out/e.js': '',
      'node_modules/pg/index.js': '',
      'readme.md': '',
    });
    expect(findIn(folder)).toEqual(['build/kept.js', 'src/a.ts']);
    expect(findIn(folder, 'src')).toEqual(['src/a.ts']);
  });

  test('a folder that git ignores is checked when it is named', () => {
    const folder = createRepository({ '.gitignore': 'out/\n', 'out/e.js': '' });
    expect(findIn(folder, 'out')).toEqual(['out/e.js']);
  });

  test('files that were deleted but not committed are left out', () => {
    const folder = createRepository({ 'a.js': '', 'b.js': '' });
    execFileSync('git', ['add', '.'], { cwd: folder });
    rmSync(join(folder, 'a.js'));
    expect(findIn(folder)).toEqual(['b.js']);
  });

  test('nested repositories belong to it, and links that lead back do not trap', () => {
    const folder = createRepository({ 'a.js': '', 'nested/b.js': '' });
    execFileSync('git', ['init', '--quiet'], { cwd: join(folder, 'nested') });
    symlinkSync(folder, join(folder, 'loop'));
    expect(findIn(folder)).toEqual(['a.js', 'nested/b.js']);
  });

  test('names with blanks, quotes and letters of other scripts', () => {
    const folder = createRepository({ 'a b.js': '', 'c"d.ts': '', 'ж.mjs': '' });
    expect(findIn(folder)).toEqual(['a b.js', 'c"d.ts', 'ж.mjs']);
  });
});

describe('outside a repository', () => {
  test('folders that nobody edits are left out', () => {
    const folder = createFolder({
      'a.cts': '',
      'b.jsx': '',
      '.config/c.mts': '',
      'dist/d.js': '',
      'sub/node_modules/e/index.js': '',
      'f.d.mts': '',
    });
    mkdirSync(join(folder, 'g.js'));
    expect(findIn(folder)).toEqual(['.config/c.mts', 'a.cts', 'b.jsx']);
  });
});

describe('what the user names', () => {
  test('a file is checked whatever it is called, and once', () => {
    const folder = createFolder({ 'types.d.ts': '', 'bin/tool': '' });
    const words = ['types.d.ts', 'bin/tool', './types.d.ts'];
    expect(findIn(folder, ...words)).toEqual(['bin/tool', 'types.d.ts']);
  });

  test('patterns', () => {
    const folder = createFolder({ 'src/a.ts': '', 'src/b.js': '', 'lib/c.ts': '' });
    expect(findIn(folder, '*/*.ts')).toEqual(['lib/c.ts', 'src/a.ts']);
    expect(() => findIn(folder, '*.tsx')).toThrow(
      "No JavaScript or TypeScript file matches '*.tsx'.",
    );
  });

  test('a path that does not exist is named', () => {
    expect(() => findIn(createFolder({}), 'scr')).toThrow("'scr' does not exist.");
  });

  test('a file whose name looks like a pattern', () => {
    expect(findIn(createFolder({ 'app/[id].ts': '' }), 'app/[id].ts')).toEqual(['app/[id].ts']);
  });
});
