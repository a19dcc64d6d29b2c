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
    /^a\.js:6:24: `client` from `pool\.connect\(\)` \(pg\) is not released when /,
  );
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
