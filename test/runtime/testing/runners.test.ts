import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LeakDetector } from '../../../src/runtime/detector/detector.ts';
import { Guard } from '../../../src/runtime/testing/guard.ts';
import { Bench, stopBenches } from '../detector/holding.ts';

const root = mkdtempSync(join(tmpdir(), 'runners-'));

/** Tests as users write them: the first leaks, the second does not, in the third a release is under way. */
const body = `
import { createPool } from 'generic-pool';

const pool = createPool({ create: async () => ({}), destroy: async () => {} }, { max: 4 });

test('leaks', async () => {
  await pool.acquire();
});

test('gives back', async () => {
  await pool.release(await pool.acquire());
});

test('gives back a moment later', async () => {
  const one = await pool.acquire();
  setTimeout(() => void pool.release(one), 10);
});
`;

beforeAll(() => {
  const installed = join(root, 'node_modules/eslint-plugin-pool');
  mkdirSync(installed, { recursive: true });
  cpSync('dist', join(installed, 'dist'), { recursive: true });
  cpSync('package.json', join(installed, 'package.json'));
  for (const name of ['vitest', 'generic-pool']) {
    symlinkSync(resolve('node_modules', name), join(root, 'node_modules', name));
  }
  write(
    'vitest.config.js',
    `export default { test: { include: ['*.vitest.js'], setupFiles: ['eslint-plugin-pool/runtime/vitest'], execArgv: ['--import', 'eslint-plugin-pool/runtime/register'] } };`,
  );
  write('leaks.vitest.js', `import { test } from 'vitest';\n${body}`);
  write('leaks.node.mjs', `import { test } from 'node:test';\n${body}`);
  write('package.json', '{ "type": "module" }');
});

afterAll(() => {
  stopBenches();
  rmSync(root, { recursive: true, force: true });
});

test('Vitest fails the test that leaks, at the acquire', async () => {
  const { status, output } = await run([
    resolve('node_modules/vitest/vitest.mjs'),
    'run',
    '--no-color',
  ]);
  expect(output).toContain('1 connection is still held after the test');
  expect(output).toMatch(/leaks\.vitest\.js:8:\d+/);
  expect(output).toMatch(/Tests {2}1 failed \| 2 passed/);
  expect(status).toBe(1);
});

test('node:test fails the test that leaks, at the acquire', async () => {
  const hooks = ['register', 'node-test'].flatMap(name => [
    '--import',
    `eslint-plugin-pool/runtime/${name}`,
  ]);
  const { status, output } = await run([
    ...hooks,
    '--test',
    '--test-reporter=tap',
    'leaks.node.mjs',
  ]);
  expect(output).toContain('1 connection is still held after the test');
  expect(output).toMatch(/leaks\.node\.mjs:8/);
  expect(output).toMatch(/not ok 1 - leaks\n/);
  expect(output).toMatch(/\nok 2 - gives back\n/);
  expect(output).toMatch(/\nok 3 - gives back a moment later\n/);
  expect(status).toBe(1);
});

test('Jest: the setup file puts its hooks around each test', async () => {
  const output = await run([
    '--input-type=module',
    '--import',
    'eslint-plugin-pool/runtime/register',
    '-e',
    `
    const hooks = [];
    globalThis.beforeEach = work => hooks.push(work);
    globalThis.afterEach = work => hooks.push(work);
    await import('eslint-plugin-pool/runtime/jest');
    const { createPool } = await import('generic-pool');
    const pool = createPool({ create: async () => ({}), destroy: async () => {} }, { max: 1 });
    const [before, after] = hooks;
    before();
    const one = await pool.acquire();
    await after().then(() => console.log('passed'), error => console.log(error.message));
    await pool.release(one);
    before();
    await after().then(() => console.log('then passed'));
  `,
  ]);
  expect(output.output).toMatch(/1 connection is still held after the test:[\s\S]*\nthen passed/);
});

test('a connection that was held before a test is not its leak', async () => {
  const bench = new Bench();
  bench.acquire();
  const guard = new Guard(bench.detector);
  guard.begin();
  await guard.end('after the test');
  bench.acquire('src/a.ts:7').hold.begin(performance.now(), 'select 1');
  await expect(guard.end('after the test')).rejects.toThrow(
    /^1 connection is still held after the test:\n {2}acquired at src\/a\.ts:7 \d+ ms ago, last statement: select 1$/,
  );
});

test('without pools there is nothing to guard', async () => {
  const guard = new Guard(new LeakDetector());
  guard.begin();
  await guard.end('after the test');
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

async function run(args: readonly string[]): Promise<{ status: number | null; output: string }> {
  // Variables of the Vitest that runs this test would change the one inside.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_|TEST)/.test(name)),
  );
  const child = spawn(process.execPath, args, { cwd: root, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  const status = await new Promise<number | null>(done => child.once('close', done));
  return { status, output };
}
