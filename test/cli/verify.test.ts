import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { createFolder, runIn } from './run-in.ts';

/** A pool that asks no server, and a module that loses a connection of it when it is run. */
const files = {
  'package.json': '{ "type": "module" }',
  'find.js': `import { EventEmitter } from 'node:events';
import pg from 'pg';

class Client extends EventEmitter {
  connect(done) { process.nextTick(done); }
  end(done) { process.nextTick(done); }
  query() { return Promise.reject(new Error('no such table')); }
}

const pool = new pg.Pool({ Client, max: 1 });

export async function find() {
  const client = await pool.connect();
  await client.query('select 1');
  client.release();
}

export async function count() {
  const client = await pool.connect();
  await client.query('select 2');
  client.release();
}
`,
  'run.js': `import { find } from './find.js';
await find().catch(() => undefined);
await new Promise(resolve => setTimeout(resolve, 4000));
process.exit(Number(process.argv[2] ?? 0));
`,
};

function createProject(): string {
  const folder = createFolder(files);
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

// Statements of such a client cannot be seen, so its age has to speak.
const env = { PATH: process.env['PATH'] ?? '', POOL_WATCH_WARN: '0', POOL_WATCH_HELD_MS: '300' };

test('tells a leak that the tests show from one that they do not reach', async () => {
  const argv = ['verify', '--', process.execPath, 'run.js'];
  const { code, stdout } = await runIn(createProject(), argv, { rules, env });
  expect(stdout).toContain('Found in the code, and seen to happen (1)\n  find.js:13  pool/no-');
  expect(stdout).toContain('  find.js:19  pool/no-leaked-connection');
  expect(stdout).toMatch(/\n1 confirmed, 0 only seen, 1 only found\.\n$/);
  expect(code).toBe(1);
});

test('needs a command that runs', async () => {
  const folder = createFolder({});
  expect(await runIn(folder, ['verify', 'src'])).toMatchObject({
    code: 2,
    stderr: "'verify' needs a command: verify -- npm test\n",
  });
  expect(await runIn(folder, ['verify', '--', './no-such-program'], { env })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("'./no-such-program' cannot run"),
  });
});

test('fails when the tests fail', async () => {
  const folder = createFolder({ 'run.js': 'process.exit(3);\n' });
  const argv = ['verify', '--format', 'json', '--', process.execPath, 'run.js'];
  const { code, stdout } = await runIn(folder, argv, { rules, env });
  expect(JSON.parse(stdout)).toEqual({ confirmed: [], unseen: [], unfound: [] });
  expect(code).toBe(1);
});
