import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { createProject } from '../../src/source/project.ts';
import type { Files } from '../evidence/ask.ts';

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'project-')));
  folders.push(folder);
  return folder;
}

function write(files: Files): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

describe('resolve', () => {
  const folder = write({
    'tsconfig.json': '{"compilerOptions":{"paths":{"@app/*":["./src/lib/*"]}}}',
    'src/main.ts': '',
    'src/a.ts': '',
    'src/b.tsx': '',
    'src/c.mts': '',
    'src/d.cts': '',
    'src/e.js': '',
    'src/f/index.ts': '',
    'src/g.json': '{}',
    'src/h.ts': '',
    'src/h.js': '',
    'src/i.d.ts': '',
    'src/lib/x.ts': '',
    'node_modules/pkg/package.json': '{"name":"pkg","main":"index.js"}',
    'node_modules/pkg/index.js': '',
    'packages/own/package.json': '{"name":"own","exports":{"import":"./src/own.ts"}}',
    'packages/own/src/own.ts': '',
    'packages/typed/package.json':
      '{"name":"typed","exports":{"types":"./src/t.ts","default":"./dist/t.js"}}',
    'packages/typed/src/t.ts': '',
  });
  symlinkSync(join(folder, 'packages/own'), join(folder, 'node_modules/own'));
  symlinkSync(join(folder, 'packages/typed'), join(folder, 'node_modules/typed'));
  const project = createProject();

  test.each([
    ['./a', 'src/a.ts'],
    ['./a.js', 'src/a.ts'],
    ['./a.ts', 'src/a.ts'],
    ['./b', 'src/b.tsx'],
    ['./b.js', 'src/b.tsx'],
    ['./c.mjs', 'src/c.mts'],
    ['./d.cjs', 'src/d.cts'],
    ['./e', 'src/e.js'],
    ['./f', 'src/f/index.ts'],
    ['./g.json', 'src/g.json'],
    ['./h.js', 'src/h.ts'],
    ['./i', 'src/i.d.ts'],
    ['@app/x', 'src/lib/x.ts'],
    ['own', 'packages/own/src/own.ts'],
    ['typed', 'packages/typed/src/t.ts'],
    ['./gone', undefined],
    ['gone', undefined],
    ['pkg', undefined],
    ['fs', undefined],
    ['node:fs', undefined],
  ])('%s is %s', (specifier, expected) => {
    const found = project.resolve(specifier, join(folder, 'src/main.ts'));
    expect(found).toBe(expected && join(folder, expected));
  });

  test.each([
    '{ "extends": "./gone" ',
    '{ "extends": "@gone/tsconfig" }',
    '{ "extends": "./gone" }',
  ])('a tsconfig of %s does not stop it', tsconfig => {
    const broken = write({ 'tsconfig.json': tsconfig, 'a.ts': '', 'b.ts': '' });
    expect(createProject().resolve('./b.js', join(broken, 'a.ts'))).toBe(join(broken, 'b.ts'));
  });

  test('paths of a tsconfig count also where it extends what is not installed', () => {
    const extended = write({
      'tsconfig.json': '{"extends":"./base.json", /* none of its own */ }',
      'base.json':
        '{"extends":"@gone/tsconfig","compilerOptions":{"baseUrl":"./src","paths":{"@/*":["./*"],"db":["data/db.ts"],}}}',
      'src/lib/a.ts': '',
      'src/data/db.ts': '',
    });
    const from = join(extended, 'src/main.ts');
    expect(createProject().resolve('@/lib/a', from)).toBe(join(extended, 'src/lib/a.ts'));
    expect(createProject().resolve('db', from)).toBe(join(extended, 'src/data/db.ts'));
    expect(createProject().resolve('@/gone', from)).toBeUndefined();
  });

  test('what `deno.json` maps to files is found, also from below and in a file of its own', () => {
    const mapped = write({
      'deno.jsonc':
        '{ // of all\n "imports": { "@/": "./src/", "db": "./src/data/db.ts", "dep:pg": "npm:pg@8", "none": null } }',
      'src/lib/a.ts': '',
      'src/data/db.ts': '',
      'member/deno.json': '{ "name": "@own/member" }',
      'other/deno.json': '{ "importMap": "./maps/imports.json" }',
      'other/maps/imports.json': '{ "imports": { "#lib/": "../lib/" } }',
      'other/lib/b.ts': '',
    });
    const resolve = (specifier: string, from: string): string | undefined =>
      createProject().resolve(specifier, join(mapped, from));
    expect(resolve('@/lib/a.ts', 'src/main.ts')).toBe(join(mapped, 'src/lib/a.ts'));
    expect(resolve('db', 'member/main.ts')).toBe(join(mapped, 'src/data/db.ts'));
    expect(resolve('dep:pg', 'src/main.ts')).toBeUndefined();
    const named = (specifier: string): string =>
      createProject().packageOf(specifier, join(mapped, 'src/main.ts'));
    expect(named('dep:pg')).toBe('pg');
    expect(named('npm:@scope/pg@8/lib')).toBe('@scope/pg/lib');
    expect(named('./lib/a.ts')).toBe('./lib/a.ts');
    expect(named('@/lib/a.ts')).toBe('@/lib/a.ts');
    expect(resolve('none', 'src/main.ts')).toBeUndefined();
    expect(resolve('#lib/b.ts', 'other/main.ts')).toBe(join(mapped, 'other/lib/b.ts'));
    expect(resolve('@/lib/a.ts', 'other/main.ts')).toBeUndefined();
  });
});

describe('files', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test('are parsed once', () => {
    const folder = write({ 'a.ts': 'export {};' });
    const project = createProject();
    const path = join(folder, 'a.ts');
    expect(project.fileAt(path)).toBe(project.fileAt(path));
    expect(project.textAt(path)).toBe('export {};');
  });

  test('that change are read again, a second later', () => {
    vi.useFakeTimers({ now: 0 });
    let text = 'a;';
    const project = createProject({ readFile: () => text });
    const before = project.fileAt('/a.ts');
    text = 'b;';
    expect(project.fileAt('/a.ts')).toBe(before);
    vi.setSystemTime(1500);
    expect(project.fileAt('/a.ts')?.text).toBe('b;');
    const after = project.fileAt('/a.ts');
    vi.setSystemTime(3000);
    expect(project.fileAt('/a.ts')).toBe(after);
  });

  test('keep their trees in a renewed project, until they change', () => {
    vi.useFakeTimers({ now: 0 });
    const texts: Record<string, string> = { '/a.ts': 'a;', '/b.ts': 'b;' };
    const project = createProject({ readFile: path => texts[path] });
    const [a, b] = [project.fileAt('/a.ts'), project.fileAt('/b.ts')];
    texts['/b.ts'] = 'c;';
    texts['/c.ts'] = '';
    expect(project.resolve('./c', '/a.ts')).toBe('/c.ts');
    delete texts['/c.ts'];
    vi.setSystemTime(1500);
    const renewed = project.renewed();
    expect(renewed.fileAt('/a.ts')).toBe(a);
    expect(renewed.fileAt('/b.ts')).not.toBe(b);
    expect(renewed.fileAt('/b.ts')?.text).toBe('c;');
    expect(renewed.resolve('./c', '/a.ts')).toBeUndefined();
    // What a project did not ask for is let go by the next one.
    vi.setSystemTime(3000);
    expect(renewed.renewed().renewed().fileAt('/a.ts')).not.toBe(a);
  });

  test('that are missing, broken or no code are not there', () => {
    const folder = write({ 'a.ts': 'const = 1', 'b.json': '{}', 'c.css': 'a {}' });
    const project = createProject();
    for (const name of ['a.ts', 'b.json', 'c.css', 'gone.ts', '.']) {
      expect(project.fileAt(join(folder, name)), name).toBeUndefined();
    }
    expect(project.textAt(join(folder, 'b.json'))).toBe('{}');
    expect(project.textAt(join(folder, 'gone.ts'))).toBeUndefined();
  });
});
