import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { createFolder, runIn } from './run-in.ts';

/** A service that meets what can be met; lines are replaced to break one point at a time. */
const sound = `import { Pool } from 'pg';
export const pool = new Pool({
  max: 10,
  connectionTimeoutMillis: 5000,
  idleTimeoutMillis: 10000,
});
pool.on('error', error => console.error(error));
process.once('SIGTERM', () => void pool.end());
export const load = () => ({ waiting: pool.waitingCount });
export async function find() {
  const client = await pool.connect();
  try {
    return await client.query('select 1');
  } finally {
    client.release();
  }
}
`;

const settings = { instances: 3, pooler: 'none' };

/** The marks of the ten points, and what is said of one of them. */
async function checklist(text: string, own: object = settings, ...argv: string[]) {
  const folder = createFolder({ 'db.js': text, 'pool.config.json': JSON.stringify(own) });
  const words = ['check', '--no-types', '--checklist', ...argv];
  const { code, stdout } = await runIn(folder, words, { rules });
  const points = [...stdout.matchAll(/^([✔✖·]) +\d+ {2}(.+?) {2,}(.+)$/gm)];
  expect(points).toHaveLength(10);
  return {
    code,
    marks: points.map(([, mark]) => mark).join(''),
    said: (point: number) => points[point - 1]?.[3],
  };
}

test('a sound service meets all ten', async () => {
  const { code, marks, said } = await checklist(sound);
  expect({ code, marks }).toEqual({ code: 0, marks: '✔'.repeat(10) });
  expect(said(1)).toBe('the pool is sized, db.js:2');
  expect(said(2)).toBe('3 × 10 = 30 ≤ 100 − 3 = 97: 67 connections to spare');
  expect(said(8)).toBe("process.once('SIGTERM'), db.js:8");
  expect(said(10)).toBe('pool.waitingCount, db.js:9');
});

describe('each point is answered on its own', () => {
  test.each([
    [1, '  max: 10,\n', '', '✖', 'the pool is left to the driver, db.js:2'],
    [3, '  connectionTimeoutMillis: 5000,\n', '', '✖', 'the pool is without a limit, db.js:2'],
    [4, '10000', '0', '✖', 'the pool is without a limit, db.js:2'],
    [
      7,
      "pool.on('error', error => console.error(error));\n",
      '',
      '✖',
      'the pool is without a listener, db.js:2',
    ],
    [
      8,
      "process.once('SIGTERM', () => void pool.end());\n",
      '',
      '·',
      'not visible here: nothing listens for SIGTERM',
    ],
    [
      10,
      'pool.waitingCount',
      '0',
      '·',
      'not visible here: no metric of a pool is read; a load test is not visible',
    ],
    [5, '    client.release();\n', '', '✖', '1 finding (no-leaked-connection), db.js:11'],
    [
      6,
      "return await client.query('select 1')",
      "await fetch('http://x'); return client.query('select 1')",
      '✖',
      /no-await-while-held/,
    ],
  ])('%i', async (point, from, to, mark, words) => {
    expect(sound).toContain(from);
    const { marks, said } = await checklist(sound.replace(from, to));
    expect(marks[point - 1]).toBe(mark);
    expect(said(point)).toMatch(words);
  });

  test('the fleet that does not fit, and the one that nobody counts', async () => {
    expect((await checklist(sound, { instances: 10 })).marks[1]).toBe('✖');
    const { marks, said } = await checklist(sound, {});
    expect(marks[1]).toBe('·');
    expect(said(2)).toMatch(/^not visible here: nothing says how many instances run; /);
    expect(said(9)).toMatch(/^not visible here: the setting `pooler`/);
  });

  test('nothing is met where there is no pool', async () => {
    expect((await checklist('export {};')).marks).toBe('··········');
  });
});

describe('when it is printed', () => {
  test.each([
    [['check'], true],
    [['check', '.'], false],
    [['check', '.', '--checklist'], true],
    [['check', '--quiet'], false],
    [['check', '--format', 'json'], false],
  ])('%j: %s', async (argv, expected) => {
    const folder = createFolder({ 'db.js': sound });
    const { stdout } = await runIn(folder, [...argv, '--no-types'], { rules });
    expect(stdout.includes('Checklist  ')).toBe(expected);
    if (argv.includes('json')) expect(JSON.parse(stdout)).toHaveLength(1);
  });

  test('a project without a pool has none, and a wrong deployment file stops nothing', async () => {
    const without = await runIn(createFolder({ 'a.js': 'export {};' }), ['check'], { rules });
    expect(without.stdout).not.toContain('Checklist');
    const files = { 'db.js': sound, 'docker-compose.yml': 'services: [' };
    const { code, stdout } = await runIn(createFolder(files), ['check', '--no-types'], { rules });
    expect(code).toBe(0);
    expect(stdout).toMatch(/All instances .+ not visible here: docker-compose\.yml:1:\d+: /);
  });
});
