import { describe, expect, test } from 'vitest';
import { factsOf } from './virtual.ts';

const leaky = `import { Pool } from 'pg';
const pool = new Pool();
export async function find() {
  const client = await pool.connect();
  await client.query('select 1');
  client.release();
}
`;

describe('facts', () => {
  test('are plain values: they survive a trip through JSON', () => {
    const facts = factsOf({ 'a.js': leaky });
    expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
  });

  test('of one acquire', () => {
    const file = '/virtual/a.js';
    expect(factsOf({ 'a.js': leaky })).toEqual({
      file,
      leases: [
        {
          name: 'client',
          package: 'pg',
          type: 'PoolClient',
          call: 'pool.connect()',
          acquire: spanOf('pool.connect'),
          line: 4,
          standalone: false,
          evidence: 'creation',
          isEverReleased: true,
          isGivenAway: false,
          isInCallback: false,
          giveBack: 'client.release()',
          handling: {
            call: spanOf('pool.connect()'),
            isAsync: false,
            isTransaction: false,
            releases: [spanOf('client.release()')],
            isReleasedElsewhere: false,
            begins: [],
            rollBack: { method: 'query', statement: 'ROLLBACK' },
            destroysIfGiven: true,
            dispose: 'none',
            disposeBy: 'async',
          },
          sole: {
            at: spanOf("client.query('select 1')"),
            line: 5,
            text: 'client.query()',
            instead: 'pool.query()',
          },
          openExits: [
            {
              kind: 'throw',
              at: spanOf("await client.query('select 1')"),
              line: 5,
              cause: { text: 'client.query()', at: spanOf("client.query('select 1')"), line: 5 },
              tier: 'sure',
            },
          ],
        },
      ],
      holds: [],
      openTransactions: [],
      uncalledEnds: [],
      invertedGuards: [],
      poolStatements: [],
      pools: [expect.objectContaining({ name: 'pool', package: 'pg', line: 2 }) as unknown],
      remadePools: [],
      poolEnds: [],
      deafLeases: [expect.objectContaining({ line: 4, isKept: false }) as unknown],
      sessionUses: [],
      lateUses: [],
      batches: [],
      notes: [],
    });
    function spanOf(text: string) {
      const start = leaky.indexOf(text);
      return { file, start, end: start + text.length };
    }
  });

  test('of a file without connections', () => {
    expect(factsOf({ 'a.js': 'export const answer = 42;' })).toEqual({
      file: '/virtual/a.js',
      leases: [],
      holds: [],
      openTransactions: [],
      uncalledEnds: [],
      invertedGuards: [],
      poolStatements: [],
      pools: [],
      remadePools: [],
      poolEnds: [],
      deafLeases: [],
      sessionUses: [],
      lateUses: [],
      batches: [],
      notes: [],
    });
  });
});

describe('evidence from use', () => {
  const used = `export async function find(pool) {
  const connection = await pool.getConnection();
  try {
    return await connection.query('select 1');
  } finally {
    connection.release();
  }
}
`;

  test.each(['mysql', 'mysql2', 'mariadb'])('the nearest package.json names %s', name => {
    const manifest = JSON.stringify({ dependencies: { [name]: '*' } });
    const { leases } = factsOf({ 'app/src/a.js': used, 'app/package.json': manifest });
    expect(leases.map(lease => [lease.package, lease.evidence])).toEqual([[name, 'usage']]);
  });

  test('a package.json further up does not count', () => {
    const files = {
      'app/src/a.js': used,
      'app/package.json': '{"dependencies": {"mariadb": "*"}}',
      'package.json': '{"dependencies": {"mysql2": "*"}}',
    };
    expect(factsOf(files).leases.map(lease => lease.package)).toEqual(['mariadb']);
  });
});

describe('tags', () => {
  test.each([
    [
      '@acquires postgre',
      "`@acquires` must name a driver's package, such as `@acquires pg`, not 'postgre'.",
    ],
    ['@releases connection', '`@releases connection` names no parameter; there is client.'],
    ['@borrows connection', '`@borrows connection` names no parameter; there is client.'],
  ])('%s: the wrong name is noted', (tag, text) => {
    const code = `/** ${tag} */\nfunction finish(client) { registry.put(client); }\n`;
    const use = leaky.replace('client.release()', 'finish(client);\n  client.release()');
    const start = code.indexOf('function');
    expect(factsOf({ 'a.js': code + use }).notes).toEqual([
      {
        kind: 'tag',
        at: { file: '/virtual/a.js', start, end: code.length - 1 },
        line: 2,
        text,
      },
    ]);
  });
});
