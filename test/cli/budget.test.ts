import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hasPgBouncer, showPgBouncer } from '../fleet/pgbouncer-server.ts';
import { createFolder, runIn } from './run-in.ts';

const clinic = join(process.cwd(), 'fixtures/apps/clinic');
const throughPooler = ['--deploy', 'docker-compose.yml,docker-compose.pgbouncer.yml'];

/** What `--format json` prints, as far as these tests ask. */
interface Result {
  readonly isOver: boolean;
  readonly pools: readonly Readonly<Record<string, unknown>>[];
  readonly poolers: readonly {
    readonly settings: Readonly<Record<string, string | number>>;
    readonly databases: readonly Readonly<Record<string, string | number>>[];
  }[];
  readonly servers: readonly Readonly<Record<string, unknown>>[];
  readonly problems: readonly Readonly<Record<string, unknown>>[];
}

async function budget(cwd: string, ...argv: string[]) {
  return await runIn(cwd, ['budget', '--no-types', ...argv]);
}

async function budgetAsJson(cwd: string, ...argv: string[]): Promise<Result> {
  const { stdout, stderr } = await budget(cwd, '--format', 'json', ...argv);
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Result;
}

/** A copy of the clinic with pools of another size. */
function clinicWith(size: number): string {
  const folder = createFolder({});
  cpSync(clinic, folder, { recursive: true, filter: path => !path.includes('node_modules') });
  const path = join(folder, 'src/db/pool.ts');
  writeFileSync(path, readFileSync(path, 'utf8').replace('max: 50', `max: ${size}`));
  return folder;
}

describe('the story', () => {
  test('three instances of 50 do not fit, and the arithmetic is that of the story', async () => {
    const { code, stdout, stderr } = await budget(clinic);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain('✖ 3 × 50 = 150 > 100 − 3 = 97: 53 connections too many.\n');
    expect(stdout).toContain(
      'src/db/pool.ts:5  pool  3 × 50 = 150  clinic: docker-compose.yml:10;',
    );
  });

  test('30 of each, through PgBouncer, fit', async () => {
    const { code, stdout } = await budget(clinicWith(30), ...throughPooler);
    expect(code).toBe(0);
    expect(stdout).toContain('clients: 3 × 30 = 90 of 500 (max_client_conn)');
    expect(stdout).toContain('✔ 1 pool × (25 + 5) = 30 ≤ 100 − 3 = 97: 67 connections to spare.\n');
  });

  test.skipIf(!hasPgBouncer())('its numbers are those of a PgBouncer with this file', async () => {
    const { poolers } = await budgetAsJson(clinic, ...throughPooler);
    const ini = readFileSync(join(clinic, 'deploy/pgbouncer.ini'), 'utf8');
    const { config, databases } = await showPgBouncer(ini);
    const [pooler] = poolers;
    for (const [name, value] of Object.entries(pooler?.settings ?? {})) {
      expect(`${name} ${config[name]}`).toBe(`${name} ${value}`);
    }
    expect(Object.keys(pooler?.settings ?? {})).toHaveLength(5);
    expect(
      pooler?.databases.map(each => [
        each['name'],
        each['poolSize'],
        each['reservePool'],
        each['maxConnections'],
      ]),
    ).toEqual(
      databases.map(row => [
        row['name'],
        row['pool_size'],
        row['reserve_pool'],
        row['max_connections'],
      ]),
    );
  });
});

test('JSON has the documented shape', async () => {
  const { isOver, pools, servers, problems } = await budgetAsJson(clinic);
  expect(isOver).toBe(true);
  expect(pools).toEqual([
    {
      file: 'src/db/pool.ts',
      line: 5,
      name: 'pool',
      package: 'pg',
      size: { value: 50, isUnlimited: false, from: 'max' },
      service: 'clinic',
      instances: { value: 3, from: 'docker-compose.yml:10' },
      surge: { value: 0, from: 'Compose stops a copy before it starts the next' },
      connections: 150,
    },
  ]);
  expect(servers).toEqual([
    {
      name: 'db',
      kind: 'PostgreSQL',
      maxConnections: { value: 100, from: 'command of `db`' },
      reservedConnections: { value: 3, from: 'default of PostgreSQL' },
      otherConnections: { value: 0, from: 'none said' },
      available: 97,
      wanted: 150,
      uncounted: 0,
      isOver: true,
      shares: [
        { name: 'clinic', arithmetic: '3 × 50', connections: 150, file: 'src/db/pool.ts', line: 5 },
      ],
    },
  ]);
  expect(problems[0]).toEqual({
    level: 'note',
    file: 'deploy/pgbouncer.ini',
    line: 1,
    column: 1,
    message: 'No pool is known to connect through this PgBouncer; it is checked, but not counted.',
    advice: 'If all do, say so: `--pgbouncer deploy/pgbouncer.ini`.',
  });
});

test('Markdown has a verdict, a picture and tables', async () => {
  const { code, stdout } = await budget(clinic, '--format', 'markdown');
  expect(code).toBe(1);
  expect(stdout).toMatch(/^### Connection budget\n\n- ❌ \*\*PostgreSQL\*\* db: 3 × 50 = 150 > /);
  expect(stdout).toContain('```mermaid\nflowchart LR\n  server0[("db<br/>100 − 3 = 97")]\n');
  expect(stdout).toContain('  server0client0["clinic<br/>3 × 50"] -->|150| server0\n');
  expect(stdout).toContain('| `superuser_reserved_connections` | −3 | default of PostgreSQL |');
});

describe('flags and settings', () => {
  const code = "import { Pool } from 'pg';\nexport const pool = new Pool({ max: 20 });\n";

  test.each([
    [[], 0, '1 × 20 = 20 ≤ 97'],
    [['--instances', '5'], 1, '5 × 20 = 100 > 97'],
    [['--instances=app=5'], 1, '5 × 20 = 100 > 97'],
    [
      ['--instances', '5', '--max-connections', '200', '--reserved', '10', '--other', '90'],
      0,
      '5 × 20 = 100 ≤ 100',
    ],
    [['--instances', '4', '--surge', '1'], 1, '(4 + 1) × 20 = 100 > 97'],
    [['--instances', '4', '--surge', '50%'], 1, '(4 + 2) × 20 = 120 > 97'],
  ])('%j', async (argv, expected, sum) => {
    const folder = createFolder({ 'db.js': code, 'package.json': '{"name": "app"}' });
    const { code: exit, stdout } = await budget(folder, ...argv);
    expect(stdout.replace(/100 − 3 = |200 − 10 − 90 = /, '')).toContain(` ${sum}: `);
    expect(exit).toBe(expected);
  });

  test('settings', async () => {
    const settings = {
      instances: 2,
      budget: { instances: { app: 6 }, maxConnections: 90, otherConnections: 4, surge: '10%' },
    };
    const files = { 'db.js': code, 'package.json': '{"name": "app"}' };
    const folder = createFolder({ ...files, 'pool.config.json': JSON.stringify(settings) });
    const { stdout } = await budget(folder);
    expect(stdout).toContain('✖ (6 + 1) × 20 = 140 > 90 − 3 − 4 = 83: 57 connections too many.');
  });

  test('a Compose file for tests is not counted', async () => {
    const folder = createFolder({
      'package.json': '{"name": "clinic"}',
      'src/db.js': "import { Pool } from 'pg';\nexport const pool = new Pool({ max: 5 });\n",
      'compose.yml': 'services:\n  clinic: { build: . }\n',
      'cypress/compose.yml': 'services:\n  clinic: { build: .. }\n',
      'k8s/secret.yml': 'apiVersion: v1\nkind: Secret\nmetadata: { name: "{{ x }}" }\n',
      'k8s/api.yml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: "{{ x }}" }\n',
    });
    const { stdout } = await runIn(folder, ['budget', '--no-types']);
    expect(stdout).toContain('1 × 5 = 5 ≤ 100');
    expect(stdout).toContain('cypress/compose.yml:1  note: This Compose file is for tests');
    expect(stdout).toContain('k8s/api.yml:1  note: This template cannot be read.');
    expect(stdout).not.toContain('secret');
  });

  test('no pools', async () => {
    expect(await budget(createFolder({ 'a.js': 'export {};' }))).toEqual({
      code: 0,
      stdout: 'No pools that connect to a database server were found here.\n',
      stderr: '',
    });
  });
});
