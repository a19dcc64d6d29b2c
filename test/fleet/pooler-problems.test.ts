import { describe, expect, test } from 'vitest';
import { isPgBouncer, toPgBouncerOfImage } from '../../src/fleet/pgbouncer-image.ts';
import { countOf, settingOf } from '../../src/fleet/pgbouncer.ts';
import { budgetOf, composed, poolerOf, poolOf } from './pools.ts';

const sound = {
  auth_type: 'scram-sha-256',
  default_pool_size: '20',
  max_client_conn: '200',
  pool_mode: 'transaction',
};

/** What is said of a file with these settings in place of sound ones, with 50 clients. */
function problemsWith(
  changes: Readonly<Record<string, string>>,
  pool = poolOf(),
): readonly string[] {
  const lines = Object.entries({ ...sound, ...changes }).map(
    ([name, value]) => `${name} = ${value}`,
  );
  const text = ['[databases]', '* = host=db', '[pgbouncer]', ...lines].join('\n');
  const { problems } = budgetOf({ pools: [pool], poolers: [poolerOf(text)] });
  return problems.map(({ level, place, text: words }) => {
    const name = lines[(place?.line ?? 0) - 4]?.split(' ')[0] ?? place?.line;
    return `${level} ${name}: ${words}`;
  });
}

test('a sound file has no problems', () => {
  expect(problemsWith({})).toEqual([]);
});

describe('each problem stands at its setting', () => {
  test.each([
    [
      { max_client_conn: '40' },
      'error max_client_conn: max_client_conn lets in 40 clients; the applications may open 1 × 50 = 50. The others are refused.',
    ],
    [
      { pool_mode: 'session' },
      'warning pool_mode: In pool_mode session a client keeps its server connection for as long as it is connected, and pools stay connected: 50 clients want the 20 connections, the others wait.',
    ],
    [
      { pool_mode: 'statement' },
      'warning pool_mode: pool_mode statement refuses transactions of more than one statement.',
    ],
    [
      { max_db_connections: '15' },
      'warning max_db_connections: The pools of one database may ask for 1 × 20 = 20, max_db_connections gives 15: the last of them wait, whoever has free connections.',
    ],
    [
      { default_pool_size: '98' },
      'error default_pool_size: This PgBouncer alone may open 98 connections; `db` has 97 for it.',
    ],
    [
      { auth_type: 'trust', listen_addr: '*' },
      'warning auth_type: auth_type trust lets everybody who reaches * in without a password.',
    ],
    [{ auth_type: 'plain' }, 'warning auth_type: auth_type plain sends passwords as they are.'],
    [
      { query_wait_timeout: '0' },
      'warning query_wait_timeout: query_wait_timeout 0: A query waits for ever for a server connection, and its request with it.',
    ],
    [
      { server_idle_timeout: '0' },
      'warning server_idle_timeout: server_idle_timeout 0: Idle server connections are never closed.',
    ],
    [
      { server_lifetime: '0' },
      'warning server_lifetime: server_lifetime 0: Every server connection is used once and closed.',
    ],
    [
      { server_check_query: '' },
      'warning server_check_query: Without a server_check_query a connection that died while idle is handed to a client.',
    ],
    [
      { reserve_pool_size: '5', reserve_pool_timeout: '0' },
      'warning reserve_pool_timeout: reserve_pool_timeout 0 turns the reserve pool off.',
    ],
    [
      { min_pool_size: '30' },
      'warning min_pool_size: min_pool_size 30 is above default_pool_size 20.',
    ],
    [
      { client_idle_timeout: '60' },
      'warning client_idle_timeout: Clients that were idle for 60 s are thrown out, and idle connections of a pool are such clients.',
    ],
  ])('%j', (changes, expected) => {
    expect(problemsWith(changes)).toEqual([expected]);
  });

  test('a startup parameter that it refuses', () => {
    const limit = {
      of: 'statement',
      option: 'statement_timeout',
      unit: 'ms',
      value: 5000,
    } as const;
    const pool = poolOf({ timeouts: [limit] });
    expect(problemsWith({}, pool)).toEqual([
      'error 1: A pool sets statement_timeout, which is sent when it connects; PgBouncer refuses every such connection.',
    ]);
    expect(problemsWith({ ignore_startup_parameters: 'a, statement_timeout' }, pool)).toEqual([]);
  });
});

describe('images read their settings from the environment', () => {
  test.each([
    ['edoburu/pgbouncer', 'DB_HOST: db, DB_USER: u, POOL_MODE: transaction, DEFAULT_POOL_SIZE: 7'],
    [
      'bitnami/pgbouncer:1',
      'POSTGRESQL_HOST: db, POSTGRESQL_USERNAME: u, PGBOUNCER_POOL_MODE: transaction, PGBOUNCER_DEFAULT_POOL_SIZE: 7',
    ],
    [
      'edoburu/pgbouncer',
      'DATABASE_URL: "postgres://u:p@db:5432/x", POOL_MODE: transaction, DEFAULT_POOL_SIZE: 7',
    ],
  ])('%s', (image, environment) => {
    const [service] = composed(
      `services: { p: { image: '${image}', environment: { ${environment} } } }`,
    );
    expect(service && isPgBouncer(service)).toBe(true);
    const bouncer = service && toPgBouncerOfImage(service);
    expect(
      bouncer && [settingOf(bouncer, 'pool_mode'), countOf(bouncer, 'default_pool_size')],
    ).toEqual(['transaction', 7]);
    expect(bouncer?.databases).toMatchObject([{ host: 'db', user: 'u', poolSize: 7 }]);
  });
});
