import { expect, test } from 'vitest';
import { analyse } from '../../src/analysis/analyse.ts';
import { drivers } from '../../src/drivers/index.ts';
import { createProject } from '../../src/source/project.ts';

const COUNT = 60;

/** Functions that all call each other with what they are passed: more paths than anybody can follow. */
const numbers = [...Array(COUNT).keys()];
const tangle = numbers.map(index => {
  const others = numbers.filter(one => one !== index);
  const calls = others.map(other => `if (depth > ${other}) await tangle${other}(client, depth);`);
  return `async function tangle${index}(client, depth) {\n${calls.join('\n')}\n}`;
});

const head = ["import { Pool } from 'pg';", 'const pool = new Pool();', ...tangle].join('\n');

function openLinesOf(body: readonly string[]) {
  const path = '/generated/a.ts';
  const text = [head, ...body].join('\n');
  const project = createProject({ readFile: file => (file === path ? text : undefined) });
  const file = project.fileAt(path);
  if (file === undefined) throw new Error('The text cannot be parsed.');
  const { leases, notes } = analyse(file, { project, drivers });
  const start = head.split('\n').length;
  const open = leases.filter(({ openExits }) => openExits.length > 0);
  return { lines: open.map(({ line }) => line - start), notes: notes.length };
}

test('a plain leak beside what is too large is found, and the note stays', () => {
  const found = openLinesOf([
    'export async function work(id) {',
    '  const other = await pool.connect();',
    '  try { await tangle0(other, id); } finally { other.release(); }',
    '  const client = await pool.connect();',
    "  await client.query('select 1');",
    '  client.release();',
    '}',
  ]);
  expect(found).toEqual({ lines: [4], notes: 1 });
});

test('what a function that is left out may release is nobody’s leak', () => {
  const found = openLinesOf([
    'async function outer(client, id) { await inner(client, id); }',
    'async function inner(client, id) {',
    '  try { await tangle0(client, id); } finally { client.release(); }',
    '}',
    'export async function work(id) {',
    '  const client = await pool.connect();',
    '  await outer(client, id);',
    '}',
    'const shared = { client: undefined };',
    'async function finish(id) { await tangle0(shared.client, id); shared.client.release(); }',
    'export async function kept(id) {',
    '  shared.client = await pool.connect();',
    '  await finish(id);',
    '}',
  ]);
  expect(found.lines).toEqual([]);
  expect(found.notes).toBeGreaterThan(0);
});
