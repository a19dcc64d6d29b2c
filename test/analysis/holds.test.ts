import { describe, expect, test } from 'vitest';
import type { Facts } from '../../src/analysis/facts.ts';
import { factsOf } from './virtual.ts';

const waiting = `import { Pool } from 'pg';
const pool = new Pool();
async function send(id) {
  await fetch(id);
}
export async function find() {
  const client = await pool.connect();
  try {
    await send(1);
    await pool.query('select 1');
  } finally {
    client.release();
  }
}
`;

/** A function with this body, a pool of pg and one of postgres. */
function within(body: string): string {
  return `import { Pool } from 'pg';
import postgres from 'postgres';
const pool = new Pool();
const sql = postgres('postgres://localhost/shop');
export async function find() { ${body} }
`;
}

describe('holds', () => {
  test('say on which line of which file each call on the way stands', () => {
    const { holds } = factsOf({
      'a.js': `import { Pool } from 'pg';
import { audit } from './b.js';
const pool = new Pool();
export async function find() {
  const client = await pool.connect();
  await audit(client).finally(() => client.release());
}
`,
      'b.js': `// One line more, and another.

export async function audit(client) {
  await client.query('select 1');
  await later(client);
}
async function later(client) {
  await fetch('https://example.com/' + client.processID);
}
`,
    });
    expect(
      holds.flatMap(({ waits }) => waits).map(({ line, through }) => ({ line, through })),
    ).toEqual([
      {
        line: 6,
        through: [
          { text: 'audit()', file: '/virtual/a.js', line: 6 },
          { text: 'later()', file: '/virtual/b.js', line: 5 },
        ],
      },
    ]);
  });

  test('are plain values', () => {
    const file = '/virtual/a.js';
    const { holds } = factsOf({ 'a.js': waiting });
    expect(JSON.parse(JSON.stringify(holds))).toEqual(holds);
    expect(holds).toEqual([
      {
        name: 'client',
        package: 'pg',
        type: 'PoolClient',
        call: 'pool.connect()',
        acquire: spanOf('pool.connect()'),
        line: 7,
        by: 'own',
        evidence: 'creation',
        isTransaction: false,
        isSession: false,
        waits: [
          {
            at: spanOf('send(1)'),
            line: 9,
            text: 'fetch()',
            words: 'an HTTP request',
            through: [{ text: 'send()', file, line: 9 }],
            work: { file, line: 4 },
          },
        ],
        takes: [
          {
            at: spanOf("pool.query('select 1')"),
            line: 10,
            text: 'pool.query()',
            use: 'statement',
            isSamePool: true,
            through: [],
            work: { file, line: 10 },
            runs: [
              {
                at: spanOf("pool.query('select 1')"),
                on: { at: { ...spanOf("pool.query('select 1')"), end: 210 }, type: 'Pool' },
                steps: [],
              },
            ],
          },
        ],
      },
    ]);
    function spanOf(text: string) {
      const start = waiting.indexOf(text);
      return { file, start, end: start + text.length };
    }
  });

  test.each([
    ['own', 'const client = await pool.connect(); await fetch(1); client.release();'],
    ['scope', 'await sql.begin(async tx => { await fetch(1); });'],
    [
      'parameter',
      "} /** @param {import('pg').PoolClient} lent */ async function b(lent) { await fetch(1);",
    ],
  ])('%s: how they are held', (by, body) => {
    const { holds } = factsOf({ 'a.js': within(body) });
    expect(holds.map(hold => [hold.by, hold.waits.length])).toEqual([[by, 1]]);
  });

  test('what advisory locks and LISTEN are held for is a session', () => {
    const body =
      "const client = await pool.connect(); await client.query('LISTEN jobs'); await fetch(1); client.release();";
    expect(factsOf({ 'a.js': within(body) }).holds.map(hold => hold.isSession)).toEqual([true]);
  });

  test.each([
    [[{ name: 'report', waits: 'mail' }], ['an e-mail']],
    [[{ name: 'report', waits: 'mail', module: './lib/report' }], ['an e-mail']],
    [[{ name: 'report', waits: 'mail', module: './lib/other' }], ['an HTTP request']],
    [[{ name: 'report', waits: 'nothing' }], []],
    [[], ['an HTTP request']],
  ] as const)('the setting `effects` is believed: %j', (effects, words) => {
    const body =
      'const client = await pool.connect(); try { await report(); } finally { client.release(); }';
    const files = {
      'a.js': `import { report } from './lib/report.js';\n${within(body)}`,
      'lib/report.js': 'export async function report() { await fetch(1); }',
    };
    const { holds } = factsOf(files, { effects });
    expect(holds.flatMap(hold => hold.waits.map(wait => wait.words))).toEqual(words);
  });

  test('a function without a body says what it waits for by a setting', () => {
    const body =
      'const client = await pool.connect(); try { await bus.publish(1); } finally { client.release(); }';
    const files = { 'a.js': `import { bus } from '@acme/bus';\n${within(body)}` };
    const waitsOf = (facts: Facts) => facts.holds.flatMap(hold => hold.waits.map(one => one.words));
    expect(waitsOf(factsOf(files))).toEqual([]);
    const effects = [{ name: 'bus.publish', waits: 'queue', module: '@acme/bus' }] as const;
    expect(waitsOf(factsOf(files, { effects }))).toEqual(['a message queue']);
  });
});
