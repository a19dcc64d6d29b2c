import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { kindOfSetting, settingDefaults } from '../../src/fleet/pgbouncer-settings.ts';
import { settingOf } from '../../src/fleet/pgbouncer.ts';
import { poolerOf } from './pools.ts';
import { hasPgBouncer, showPgBouncer } from './pgbouncer-server.ts';

const isInstalled = hasPgBouncer();
if (!isInstalled) {
  console.warn('SKIPPED: pgbouncer is not installed, so nothing is compared with a real one.');
}

const clinic = readFileSync('fixtures/apps/clinic/deploy/pgbouncer.ini', 'utf8');

const odd = `; comment
[pgbouncer]
max_client_conn = 999
[databases]
a = host=127.0.0.1 port=5433 dbname=x pool_size=7 reserve_pool=2 max_db_connections=9 pool_mode=statement
b = host=127.0.0.1 user=worker connect_query='select ''1'''
c =
* = host=127.0.0.1
[users]
worker = pool_mode=transaction max_user_connections=4
[pgbouncer]
default_pool_size = 12
server_check_query = select 1; -- # part of it
  min_pool_size=3
`;

const settings = [
  'default_pool_size',
  'max_client_conn',
  'max_db_connections',
  'min_pool_size',
  'pool_mode',
  'query_wait_timeout',
  'reserve_pool_size',
  'reserve_pool_timeout',
  'server_idle_timeout',
  'server_lifetime',
];

describe.skipIf(!isInstalled)('a real PgBouncer, started from the same file, says the same', () => {
  test.each([
    ['clinic', clinic],
    ['odd', odd],
  ])('%s', async (_, text) => {
    const { config, databases } = await showPgBouncer(text);
    const { bouncer } = poolerOf(text);
    expect(Object.fromEntries(settings.map(name => [name, settingOf(bouncer, name)]))).toEqual(
      Object.fromEntries(settings.map(name => [name, config[name]])),
    );
    // What this test itself needs to talk to it stands for what the file says.
    const overridden = ['auth_type', 'auth_file', 'listen_addr', 'listen_port'];
    for (const [name, { value }] of bouncer.settings) {
      if (!overridden.includes(name)) expect(`${name}=${config[name]}`).toBe(`${name}=${value}`);
    }
    expect(bouncer.databases.filter(({ name }) => name !== '*').map(toRow)).toEqual(
      databases.map(row => ({
        name: row['name'],
        host: row['host'],
        port: row['port'],
        database: row['database'],
        force_user: row['force_user'],
        pool_size: row['pool_size'],
        reserve_pool: row['reserve_pool'],
        pool_mode: row['pool_mode'] ?? config['pool_mode'],
        max_connections: row['max_connections'],
      })),
    );
  });

  test('defaults are those of a file that says nothing', async () => {
    const { config } = await showPgBouncer('[databases]\n* = host=127.0.0.1');
    const { listen_port: _, auth_type: __, ...defaults } = settingDefaults;
    for (const [name, value] of Object.entries(defaults)) {
      expect(`${name}=${config[name]}`).toBe(`${name}=${value}`);
    }
  });

  test('every setting that it shows is known', async () => {
    const { config } = await showPgBouncer('[databases]\n* = host=127.0.0.1');
    const names = Object.keys(config);
    expect(names.length).toBeGreaterThan(50);
    expect(names.filter(name => kindOfSetting(name) === undefined)).toEqual([]);
  });
});

function toRow(database: ReturnType<typeof poolerOf>['bouncer']['databases'][number]) {
  return {
    name: database.name,
    host: database.host ?? null,
    port: database.port,
    database: database.database,
    force_user: database.user ?? null,
    pool_size: database.poolSize,
    reserve_pool: database.reservePool,
    pool_mode: database.poolMode,
    max_connections: database.maxConnections,
  };
}
