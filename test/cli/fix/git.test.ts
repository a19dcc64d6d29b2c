import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createFolder } from '../run-in.ts';
import { commit, createRepository, fixIn, git, read } from './fix-in.ts';
import { fileWith, leakIn } from './stand-in.ts';

const text = fileWith(leakIn('find'));

describe('the guard', () => {
  test('refuses files with changes that are in no commit, and names only those', async () => {
    const folder = createRepository({ 'a.js': text, 'b.js': text, 'other.js': 'export {};' });
    writeFileSync(join(folder, 'a.js'), `${text}\n`);
    writeFileSync(join(folder, 'other.js'), 'export {};\n');
    writeFileSync(join(folder, 'new.js'), text);
    const { code, stdout, stderr } = await fixIn(folder, ['--write']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      'Nothing was written: files to change have changes that are in no commit.\n' +
        '  a.js (modified)\n  new.js (not tracked)\n' +
        'Commit or stash them, or pass --force.\n',
    );
    expect(read(folder, 'b.js')).toBe(text);
    expect((await fixIn(folder, ['--write', '--force'])).code).toBe(0);
    expect(read(folder, 'new.js')).toContain('finally');
  });

  test('does not mind files that stay as they are', async () => {
    const folder = createRepository({ 'a.js': text });
    writeFileSync(join(folder, 'dirty.js'), fileWith(leakIn('find', '#refuse')));
    writeFileSync(join(folder, 'likely.js'), fileWith(leakIn('find', '#likely')));
    expect((await fixIn(folder, ['--write'])).code).toBe(1);
    expect(read(folder, 'a.js')).toContain('finally');
  });

  test('finds the repository above the folder', async () => {
    const folder = createRepository({ 'packages/app/a.js': text });
    writeFileSync(join(folder, 'packages/app/a.js'), `${text}\n`);
    const { code, stderr } = await fixIn(join(folder, 'packages/app'), ['--write']);
    expect(code).toBe(2);
    expect(stderr).toContain('\n  a.js (modified)\n');
  });

  test('only warns where there is no git', async () => {
    const folder = createFolder({ 'a.js': text });
    const { code, stderr } = await fixIn(folder, ['--write']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^warning: These files are in no git repository, or git is missing: /);
  });

  test('lets staged changes pass with --staged, and no others', async () => {
    const folder = createRepository({ 'a.js': '' });
    writeFileSync(join(folder, 'a.js'), text);
    git(folder, 'add', 'a.js');
    expect((await fixIn(folder, ['--write'])).code).toBe(2);
    expect((await fixIn(folder, ['--write', '--staged'])).code).toBe(0);
    writeFileSync(join(folder, 'a.js'), `${text}\n`);
    expect((await fixIn(folder, ['--write', '--staged'])).code).toBe(2);
  });
});

describe('which files', () => {
  test('--since takes what differs from the fork, committed or not', async () => {
    const folder = createRepository({ 'old.js': text, 'src/a.js': text, 'src/b.js': text });
    git(folder, 'branch', 'base');
    writeFileSync(join(folder, 'src/a.js'), `${text}\n`);
    commit(folder);
    writeFileSync(join(folder, 'new.js'), text);
    const { stdout } = await fixIn(folder, ['--since', 'base']);
    expect(stdout.match(/^\+\+\+ .+$/gm)).toEqual(['+++ b/new.js', '+++ b/src/a.js']);
    const inside = await fixIn(join(folder, 'src'), ['--since', 'base']);
    expect(inside.stdout.match(/^\+\+\+ .+$/gm)).toEqual(['+++ b/a.js']);
  });

  test.each([
    [['--since', 'nowhere'], "git knows no commit 'nowhere'."],
    [['--since', '--write'], '--since needs a value.'],
  ])('%j is refused', async (argv, expected) => {
    const { code, stderr } = await fixIn(createRepository({ 'a.js': text }), argv);
    expect({ code, stderr }).toEqual({ code: 2, stderr: `${expected}\n` });
  });

  test('--staged outside of a repository', async () => {
    const { code, stderr } = await fixIn(createFolder({ 'a.js': text }), ['--staged']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: '--staged needs a git repository, and this is none.\n',
    });
  });
});
