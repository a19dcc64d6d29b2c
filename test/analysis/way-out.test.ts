import { describe, expect, test } from 'vitest';
import { analyse } from '../../src/analysis/analyse.ts';
import { settingWith } from '../rules/analysis.ts';

const makers = `import { Pool } from 'pg';
export const pool = new Pool();

class Base {
  constructor(client) { this.client = client; }
  finish() { this.client.release(); }
}
export class Session extends Base {
  run(text) { return this.client.query(text); }
}
class Unit {
  constructor(client) { this.client = client; }
  query(text) { return this.client.query(text); }
  async commit() { await this.client.query('COMMIT'); this.client.release(); }
  async rollback() { await this.client.query('ROLLBACK'); this.client.release(); }
}
class Work {
  constructor(client) { this.client = client; }
  async run() { await this.client.query('select 1'); this.client.release(); }
}
class Holder {
  constructor(client) { this.parts = { client }; }
}

export async function openSession() { return new Session(await pool.connect()); }
export async function openUnit() { return new Unit(await pool.connect()); }
export async function openWork() { return new Work(await pool.connect()); }
export async function openHolder() { return new Holder(await pool.connect()); }
export async function openObject() {
  const client = await pool.connect();
  return { client, shut: () => client.release() };
}
export function withClient(work) {
  pool.connect((error, client) => {
    if (error) return work(error);
    work(null, client);
  });
}
export async function openPair() { return [await pool.connect(), new Date()]; }
`;

/** How a function that uses `it` is told to give it back. */
function wayOutIn(body: string): readonly string[] {
  const text = `import * as makers from './makers.js';\nexport async function use() {\n${body}\n}\n`;
  const texts = new Map([
    ['/virtual/a.js', text],
    ['/virtual/makers.js', makers],
  ]);
  const setting = settingWith(texts);
  const file = setting.project.fileAt('/virtual/a.js');
  if (file === undefined) throw new Error('The test cannot be parsed.');
  return analyse(file, setting).leases.map(lease => lease.giveBack);
}

describe('an object that keeps the connection', () => {
  test.each([
    [
      'its method, inherited',
      'openSession',
      "await it.run('select 1'); it.finish();",
      'it.finish()',
    ],
    [
      'its method, though nobody calls it',
      'openSession',
      "await it.run('select 1');",
      'it.finish()',
    ],
    ['its own function', 'openObject', 'it.shut();', 'it.shut()'],
    [
      'not the one that commits',
      'openUnit',
      "await it.query('select 1'); await it.commit();",
      'it.rollback()',
    ],
    ['the connection inside, when it has none', 'openHolder', '', 'it.parts.client.release()'],
    ['the connection in a list', 'openPair', '', 'it[0].release()'],
  ])('%s', (_, maker, use, expected) => {
    expect(wayOutIn(`const it = await makers.${maker}();\n${use}`)).toEqual([expected]);
  });
});

describe('the name of a connection is what its own function calls it', () => {
  test.each([
    [
      'not the parameter of a constructor',
      'const it = new makers.Session(await makers.pool.connect()); it.finish();',
    ],
    [
      'not the variable of a helper, but the parameter of its callback',
      'makers.withClient((error, it) => { if (error) return; it.query("select 1", failed => { if (failed) return; it.release(); }); });',
    ],
  ])('%s', (_, body) => {
    expect(wayOutIn(body).map(call => call.split('.')[0])).toEqual(['it']);
  });
});

test('a connection is given back by the method that the code uses elsewhere', () => {
  const body = `const it = await require('mariadb').createPool({}).getConnection();
    await it.query('select 1');
    await it.close();`;
  expect(wayOutIn(body)).toEqual(['it.close()']);
});
