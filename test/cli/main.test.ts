import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createFolder, leaky } from './run-in.ts';

const main = join(process.cwd(), 'dist/cli/main.js');

function run(cwd: string, ...argv: string[]) {
  return spawnSync(process.execPath, [main, ...argv], { cwd, encoding: 'utf8' });
}

function createManyFiles(): string {
  const names = Array.from({ length: 2000 }, (_, index) => [`file-${index}.js`, ''] as const);
  return createFolder(Object.fromEntries(names));
}

test('the built program runs, and leaves its exit code', () => {
  const folder = createFolder({ 'a.js': 'export {};' });
  expect(run(folder, 'check')).toMatchObject({ status: 0, stderr: '' });
  expect(run(folder, 'check', 'b.js')).toMatchObject({
    status: 2,
    stdout: '',
    stderr: "'b.js' does not exist.\n",
  });
});

test('the built program finds a leak', () => {
  const { status, stdout } = run(createFolder({ 'a.js': leaky }), 'check', '--quiet');
  expect(status).toBe(1);
  expect(stdout).toMatch(
    /^a\.js:6:24: `client` from `pool\.connect\(\)` \(pg\) is not released when /m,
  );
});

test('the built program ends with 2 when its analysis fails, and has checked the other files', () => {
  const compiler = `
    exports.sys = exports.ScriptTarget = exports.ModuleKind = exports.ModuleResolutionKind = {};
    exports.findConfigFile = () => undefined;
    exports.createProgram = () => { throw new Error('the compiler fell over'); };
  `;
  const folder = createFolder({
    // Only this file leaves a question to the compiler.
    'a.js': 'export const open = pool => pool.connect();',
    'b.js': leaky,
    'node_modules/typescript/index.js': compiler,
  });
  const { status, stdout } = run(folder, 'check', '--quiet');
  const [failure, ...findings] = stdout.trimEnd().split('\n');
  expect(status).toBe(2);
  expect(failure).toMatch(/^a\.js:1:1 {2}failure: The analysis .+: the compiler fell over /);
  expect(findings).toEqual([
    expect.stringMatching(/^b\.js:3:14: `pool` \(pg\) emits `error` /),
    expect.stringMatching(/^b\.js:6:24: `client` from /),
  ]);
  expect(run(folder, 'check', '--no-types', '--quiet').status).toBe(1);
});

test('a driver of the user’s own finds leaks of its connections', () => {
  const driver = {
    package: '@acme/postgres',
    pool: { type: 'Database', create: ['openDatabase()'], acquire: ['acquire'] },
    lease: { type: 'Session', use: ['run'], release: ['free'], dispose: 'none' },
  };
  const text = leaky
    .replace("import { Pool } from 'pg'", "import { openDatabase } from '@acme/postgres'")
    .replace('new Pool()', 'openDatabase()')
    .replace('connect', 'acquire')
    .replace('query', 'run')
    .replace('release', 'free');
  const settings = JSON.stringify({ drivers: [driver] });
  const { stdout } = run(createFolder({ 'a.js': text, 'pool.config.json': settings }), 'check');
  expect(stdout).toContain('`client` from `pool.acquire()` (@acme/postgres) is not released when');
});

test('JSON far longer than a pipe holds arrives whole', () => {
  const { stdout } = run(createManyFiles(), 'check', '--format', 'json');
  expect(stdout.length).toBeGreaterThan(200_000);
  expect(JSON.parse(stdout)).toHaveLength(2000);
});

test('a reader that closes the pipe is no failure', () => {
  const command = `"${process.execPath}" "${main}" check --format json | head -c 10`;
  const { stdout, stderr } = spawnSync('sh', ['-c', command], {
    cwd: createManyFiles(),
    encoding: 'utf8',
  });
  expect({ stdout: stdout.length, stderr }).toEqual({ stdout: 10, stderr: '' });
});
