import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { replaceFile } from '../../../src/cli/fix/replace-file.ts';
import { takeBack, writeAll } from '../../../src/cli/fix/write.ts';
import { createFolder } from '../run-in.ts';
import { createRepository, fixIn, git, read } from './fix-in.ts';
import { fileWith, leakIn } from './stand-in.ts';

const text = fileWith(leakIn('find'));

describe('all or nothing', () => {
  function changesIn(folder: string, ...names: readonly string[]) {
    return names.map(name => {
      const path = join(folder, name);
      return { path, before: Buffer.from(read(folder, name)), after: Buffer.from('new') };
    });
  }

  afterEach(() => void vi.restoreAllMocks());

  test('a file that cannot be written takes the others back', async () => {
    const folder = createFolder({ 'a.js': 'a', 'b/b.js': 'b' });
    const changes = changesIn(folder, 'a.js', 'b/b.js');
    // A folder in the place of the file beside it: not even root can write there.
    mkdirSync(join(folder, `b/.b.js.${process.pid}.tmp`));
    await expect(writeAll(changes, folder)).rejects.toThrow(
      /^A file could not be written: EISDIR.+ No file was changed\.$/,
    );
    expect([read(folder, 'a.js'), read(folder, 'b/b.js')]).toEqual(['a', 'b']);
  });

  test('Ctrl-C takes back what was written', async () => {
    const folder = createFolder({ 'a.js': 'a', 'b.js': 'b', 'c.js': 'c' });
    const written = writeAll(changesIn(folder, 'a.js', 'b.js', 'c.js'), folder);
    process.emit('SIGINT');
    await expect(written).rejects.toThrow('Interrupted. No file was changed.');
    expect(['a.js', 'b.js', 'c.js'].map(name => read(folder, name))).toEqual(['a', 'b', 'c']);
    expect(process.listenerCount('SIGINT')).toBe(0);
  });

  test('nothing is written when a file has changed meanwhile', async () => {
    const folder = createFolder({ 'a.js': 'a', 'b.js': 'b' });
    const changes = changesIn(folder, 'a.js', 'b.js');
    writeFileSync(join(folder, 'b.js'), 'mine');
    await expect(writeAll(changes, folder)).rejects.toThrow(
      /^Nothing was written: .+\n {2}.+b\.js$/,
    );
    expect([read(folder, 'a.js'), read(folder, 'b.js')]).toEqual(['a', 'mine']);
  });

  test('a new file goes away again with its run', () => {
    const folder = createFolder({});
    const path = join(folder, 'sub/new.js');
    replaceFile(path, Buffer.from('x'));
    takeBack([{ path, before: undefined }]);
    expect(existsSync(path)).toBe(false);
  });

  test('a link stays a link, and nothing is left beside a file', () => {
    const folder = createFolder({ 'real/a.js': 'a' });
    chmodSync(join(folder, 'real/a.js'), 0o640);
    symlinkSync(join(folder, 'real/a.js'), join(folder, 'link.js'));
    replaceFile(join(folder, 'link.js'), Buffer.from('b'));
    expect(lstatSync(join(folder, 'link.js')).isSymbolicLink()).toBe(true);
    expect(read(folder, 'real/a.js')).toBe('b');
    expect(lstatSync(join(folder, 'real/a.js')).mode & 0o777).toBe(0o640);
    expect(readdirSync(join(folder, 'real'))).toEqual(['a.js']);
  });
});

describe('--undo', () => {
  test('takes the last --write back, new files too, and only once', async () => {
    const folder = createRepository({
      'a.js': text,
      'b/c.js': fileWith(leakIn('find', '#create')),
    });
    const before = git(folder, 'status', '--porcelain');
    expect((await fixIn(folder, ['--write'])).code).toBe(0);
    expect(existsSync(join(folder, 'b/lease.js'))).toBe(true);
    const { code, stdout } = await fixIn(folder, ['--undo']);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^✔ 3 files are as before the --write of \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\.\n$/,
    );
    expect(git(folder, 'status', '--porcelain')).toBe(before);
    expect(await fixIn(folder, ['--undo'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'There is no --write to take back here.\n',
    });
  });

  test('refuses when a file changed since, and changes none', async () => {
    const folder = createRepository({ 'a.js': text, 'b.js': text });
    await fixIn(folder, ['--write']);
    writeFileSync(join(folder, 'b.js'), 'mine');
    const { code, stderr } = await fixIn(folder, ['--undo']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^Nothing was taken back: these files changed since .+\n {2}b\.js\n$/);
    expect(read(folder, 'a.js')).toContain('finally');
  });

  test('does not mind files that an interrupted run never reached', async () => {
    const folder = createRepository({ 'a.js': text, 'b.js': text });
    await fixIn(folder, ['--write']);
    writeFileSync(join(folder, 'b.js'), text);
    expect((await fixIn(folder, ['--undo'])).stdout).toContain('✔ 1 file is as before');
    expect(read(folder, 'a.js')).toBe(text);
  });

  test('goes alone', async () => {
    const { code, stderr } = await fixIn(createFolder({}), ['--undo', 'src']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "--undo takes all of the last --write back; 'src' does not go with it.\n",
    });
  });
});
