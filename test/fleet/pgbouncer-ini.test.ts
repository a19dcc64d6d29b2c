import { describe, expect, test } from 'vitest';
import { readPgBouncerIni } from '../../src/fleet/pgbouncer-ini.ts';
import { fileOf, poolerOf, refusal } from './pools.ts';

function read(text: string, others: Readonly<Record<string, string>> = {}) {
  const entries = readPgBouncerIni(fileOf('pgbouncer.ini', text), path => others[path]);
  return entries.map(({ section, key, value }) => `${section} ${key}=${value}`);
}

describe('what PgBouncer reads', () => {
  test('comments have lines of their own, values keep everything else', () => {
    const text = `
; a comment
  # another
[pgbouncer]
  auth_query = select 1; -- # part of it\t
'odd key'=x
listen_addr =
[databases]
* = host=a password='it''s'
`;
    expect(read(text)).toEqual([
      'pgbouncer auth_query=select 1; -- # part of it',
      'pgbouncer odd key=x',
      'pgbouncer listen_addr=',
      "databases *=host=a password='it''s'",
    ]);
  });

  test('Windows line ends and a byte order mark', () => {
    expect(read('\uFEFF[pgbouncer]\r\nport_x = 1\r\n')).toEqual(['pgbouncer port_x=1']);
  });

  test('%include takes in what stands in the other file', () => {
    const others = { '/app/databases.ini': '[databases]\na = host=b' };
    const text = '[pgbouncer]\n%include databases.ini\nc = host=d';
    expect(read(text, others)).toEqual(['databases a=host=b', 'databases c=host=d']);
  });
});

describe('what PgBouncer does not start with is an error with line and column', () => {
  test.each([
    ['[pgbouncer', 'pgbouncer.ini:1:1: `[pgbouncer` has no closing `]`.'],
    ['[pgbouncer] x', 'pgbouncer.ini:1:12: `x` must stand on a line of its own.'],
    [
      '[pgbouncer]\n  pool_mode transaction',
      'pgbouncer.ini:2:13: `pool_mode transaction` must be `key = value`, `[section]` or a comment.',
    ],
    ['%include nowhere.ini', 'pgbouncer.ini:1:1: nowhere.ini cannot be read.'],
    [
      '[pgbouncer]\npool_mod = session',
      "pgbouncer.ini:2:1: PgBouncer has no setting 'pool_mod'. Did you mean 'pool_mode'?",
    ],
    [
      '[pgbouncer]\npool_mode = transactional',
      "pgbouncer.ini:2:1: pool_mode must be session, transaction, statement, not 'transactional'.",
    ],
    [
      '[pgbouncer]\n\n  max_client_conn = 100 ; enough',
      "pgbouncer.ini:3:3: max_client_conn must be a number, not '100 ; enough'. A comment needs a line of its own.",
    ],
    [
      'pool_mode = session',
      'pgbouncer.ini:1:1: this stands in no section. Put `[pgbouncer]` above it.',
    ],
    [
      '[database]\na = host=b',
      'pgbouncer.ini:2:1: PgBouncer has no section [database]. It has [databases], [users], [peers] and [pgbouncer].',
    ],
    [
      '[databases]\na = hots=b',
      "pgbouncer.ini:2:1: A database has no parameter 'hots'. Did you mean 'host'?",
    ],
    ["[databases]\na = host='b", "pgbouncer.ini:2:1: `host='b` is no `key=value` of a database."],
  ])('%j', (text, expected) => {
    expect(refusal(() => poolerOf(text))).toBe(expected);
  });
});
