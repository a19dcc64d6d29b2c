import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { createFolder, runIn } from './run-in.ts';

const lend = `/**
 * @acquires postgre
 */
export function lend() {}

/** @releases conn */
export const give = client => client.off();

/** @borrow client */
export function look(client) {}
`;

const user = `import { lend, give, look } from './lib/lend.js';
import { Pool } from 'pg';
const pool = new Pool();
export async function use() {
  const client = await pool.connect();
  try {
    lend();
    look(client);
    await client.query('select 1');
  } finally {
    give(client);
    client.release();
  }
}
`;

const files = { 'a.js': user, 'b.js': user, 'lib/lend.js': lend };

const problems = [
  "`@acquires` must name a driver's package, such as `@acquires pg`, not 'postgre'.",
  '`@releases conn` names no parameter; there is client.',
  '`@borrow client` is no tag; it is `@borrows client`.',
];

async function notesOf(...paths: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await runIn(createFolder(files), ['check', '--no-types', ...paths], { rules });
  return stdout.split('\n').filter(line => line.includes('note:'));
}

test('a wrong tag is noted once, in the file that has it, though others call its function', async () => {
  expect(await notesOf()).toEqual([
    `lib/lend.js:4:8  note: ${problems[0]}`,
    `lib/lend.js:7:21  note: ${problems[1]}`,
    `lib/lend.js:10:8  note: ${problems[2]}`,
  ]);
});

test('a wrong tag of a file that is not checked is noted once, at an import of it', async () => {
  expect([...(await notesOf('a.js', 'b.js'))].sort()).toEqual([
    `a.js:1:1  note: In lib/lend.js, line 10: ${problems[2]}`,
    `a.js:1:1  note: In lib/lend.js, line 4: ${problems[0]}`,
    `a.js:1:1  note: In lib/lend.js, line 7: ${problems[1]}`,
  ]);
});

test('tags of others are none of ours, and a tag is not that of the functions inside', async () => {
  const text = `/** @release 1.2 @requires pg */
export function one(client) {}
/** @releases client */
export const two = (client, done = () => {}) => () => done(client);
/**
 * @requires pg
 * @release client-side
 */
export function three(client) {}
`;
  const { stdout } = await runIn(createFolder({ 'a.js': text }), ['check'], { rules });
  expect(stdout).not.toContain('note:');
});
