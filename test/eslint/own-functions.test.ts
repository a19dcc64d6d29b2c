import { Linter } from 'eslint';
import { describe, expect, test } from 'vitest';
import plugin, { type PoolSettings } from '../../src/index.ts';
import { createFolder, runIn } from '../cli/run-in.ts';
import { rules } from '../../rules/index.ts';

/** Nothing in it says that `open` gives a connection, but the settings. */
const text = `import { open, finish } from 'company-database';

export async function find(id) {
  const client = await open();
  const { rows } = await client.query('select $1', [id]);
  finish(client);
  return rows;
}

export async function findInTry(id) {
  const client = await open();
  try {
    return (await client.query('select $1', [id])).rows;
  } finally {
    finish(client);
  }
}
`;

const helpers: PoolSettings['helpers'] = [
  { name: 'open', does: 'acquires', driver: 'pg' },
  { name: 'finish', does: 'releases' },
];
const expected =
  '`client` from `open()` (pg) is not released when `client.query()` on line 5 throws. Call `client.release()` in a `finally` block.';

function lint(pool: PoolSettings, code = text): readonly string[] {
  const config = { ...plugin.configs.recommended, settings: { pool } };
  return new Linter()
    .verify(code, config, 'a.js')
    .map(({ line, message }) => `${line}: ${message}`);
}

async function check(config: object): Promise<readonly string[]> {
  const folder = createFolder({ 'a.js': text, 'pool.config.json': JSON.stringify(config) });
  const { stdout, stderr } = await runIn(folder, ['check', '--quiet'], { rules });
  expect(stderr).not.toMatch(/failed|must/);
  return stdout.split('\n').filter(line => line.startsWith('a.js'));
}

describe('helpers in the settings', () => {
  test('ESLint', () => {
    expect(lint({})).toEqual([]);
    expect(lint({ helpers })).toEqual([`4: ${expected}`]);
  });

  test('the command line', async () => {
    expect(await check({})).toEqual([]);
    expect(await check({ helpers })).toEqual([`a.js:4:24: ${expected} pool/no-leaked-connection`]);
  });

  test('one that borrows gives nothing back', () => {
    const [open] = helpers;
    const borrowing: PoolSettings['helpers'] = [
      ...(open ? [open] : []),
      { name: 'finish', does: 'borrows' },
    ];
    expect(lint({ helpers: borrowing })).toEqual([
      expect.stringMatching(/^4: `client` from `open\(\)` \(pg\) is never released\./),
      expect.stringMatching(/^11: `client` from `open\(\)` \(pg\) is never released\./),
    ]);
  });

  test('a dotted name is that method of that object only', () => {
    const dotted = text.replace(/import.*\n/, '').replaceAll('open()', 'db.open()');
    const own: PoolSettings['helpers'] = [
      { name: 'db.open', does: 'acquires', driver: 'pg' },
      { name: 'finish', does: 'releases' },
    ];
    expect(lint({ helpers: own }, dotted)).toHaveLength(1);
    expect(
      lint({ helpers: own }, `const inner = {};\n${dotted}`.replaceAll('db.', 'inner.db.')),
    ).toHaveLength(1);
    expect(lint({ helpers: own }, dotted.replaceAll('db.open', 'doors.open'))).toEqual([]);
  });
});

describe('a tag with a wrong name', () => {
  test.each([
    [
      '@acquires postgre',
      "`@acquires` must name a driver's package, such as `@acquires pg`, not 'postgre'.",
    ],
    ['@acquires', "`@acquires` must name a driver's package, such as `@acquires pg`, not ''."],
    ['@releases conn', '`@releases conn` names no parameter; there are client, reason.'],
    ['@borrows conn', '`@borrows conn` names no parameter; there are client, reason.'],
  ])('%s is answered with a message at the function', (comment, answer) => {
    const tagged = `import { Pool } from 'pg';

const pool = new Pool();

/** ${comment} */
function finish(client, reason) {
  client[reason]();
}

export async function use() {
  const client = await pool.connect();
  try {
    await client.query('select 1');
  } finally {
    finish(client, 'unlisten');
    client.release();
  }
}
`;
    expect(lint({}, tagged)).toEqual([`6: ${answer}`]);
  });
});
