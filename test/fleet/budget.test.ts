import { describe, expect, test } from 'vitest';
import type { Budget } from '../../src/fleet/budget.ts';
import { readCompose } from '../../src/fleet/compose.ts';
import { gatherAlike, wordVerdict, waysOut } from '../../src/fleet/wording.ts';
import { budgetOf, composed, poolerOf, poolOf, sizeOf } from './pools.ts';

const wishes = { instancesOf: new Map(), environment: new Map() };

function said(value: number) {
  return { value, from: 'said' };
}

function verdicts({ servers }: Budget): readonly string[] {
  return servers.map(server => `${server.name}: ${wordVerdict(server)}`);
}

const story = composed(`
services:
  clinic:
    build: .
    environment: { DATABASE_URL: postgres://clinic@db:5432/clinic, PG_POOL_MAX: 30 }
    deploy: { replicas: 3 }
  db: { image: 'postgres:17' }
`);

describe('the sum', () => {
  test('three instances of fifty do not fit a server that allows a hundred', () => {
    const budget = budgetOf({ services: story });
    expect(budget.isOver).toBe(true);
    expect(verdicts(budget)).toEqual(['db: 3 × 50 = 150 > 100 − 3 = 97: 53 connections too many.']);
    expect(budget.servers.flatMap(waysOut)[0]).toBe('pools of at most 32: 3 × 32 = 96');
  });

  test('what the way out says fits, and one more does not', () => {
    const sized = (size: number) =>
      budgetOf({ services: story, pools: [poolOf({ size: sizeOf(size) })] });
    expect([sized(32).isOver, sized(33).isOver]).toEqual([false, true]);
  });

  test('an environment variable of the deployment is the size', () => {
    const pools = [poolOf({ size: sizeOf(50, 'PG_POOL_MAX') })];
    const budget = budgetOf({ services: story, pools });
    expect(verdicts(budget)).toEqual(['db: 3 × 30 = 90 ≤ 100 − 3 = 97: 7 connections to spare.']);
    expect(budget.demands[0]?.size.from).toBe('PG_POOL_MAX, docker-compose.yml:5');
  });

  test('a deploy adds copies, other clients take places, a flag says the limit', () => {
    const budget = budgetOf({
      services: story,
      pools: [poolOf({ size: sizeOf(10) })],
      wishes: {
        ...wishes,
        surge: { text: '25%', from: '--surge' },
        others: said(5),
        maxConnections: said(50),
      },
    });
    expect(verdicts(budget)).toEqual([
      'db: (3 + 1) × 10 = 40 ≤ 50 − 3 − 5 = 42: 2 connections to spare.',
    ]);
  });

  test('a pool without a deployment counts once, unless somebody says how often', () => {
    expect(verdicts(budgetOf())).toEqual([
      'PostgreSQL: 1 × 50 = 50 ≤ 100 − 3 = 97: 47 connections to spare.',
    ]);
    const budget = budgetOf({ wishes: { ...wishes, instances: said(2) } });
    expect(verdicts(budget)).toEqual([
      'PostgreSQL: 2 × 50 = 100 > 100 − 3 = 97: 3 connections too many.',
    ]);
  });

  test('MySQL has its own limit, and its own server', () => {
    const pools = [poolOf(), poolOf({ package: 'mysql2', variables: [] })];
    expect(verdicts(budgetOf({ pools }))).toEqual([
      'PostgreSQL: 1 × 50 = 50 ≤ 100 − 3 = 97: 47 connections to spare.',
      'MySQL: 1 × 50 = 50 ≤ 151: 101 connections to spare.',
    ]);
  });

  test('two servers are two sums; the command of each says its limit', () => {
    const services = composed(`
services:
  app:
    build: .
    environment: { DATABASE_URL: postgres://a@main/x, REPORTS_URL: postgres://a@reports/x }
  main: { image: postgres, command: postgres -c max_connections=60 }
  reports: { image: postgis/postgis, command: [postgres, -c, max_connections=40] }
`);
    const pools = [poolOf(), poolOf({ variables: ['REPORTS_URL'] })];
    expect(verdicts(budgetOf({ services, pools }))).toEqual([
      'main: 1 × 50 = 50 ≤ 60 − 3 = 57: 7 connections to spare.',
      'reports: 1 × 50 = 50 > 40 − 3 = 37: 13 connections too many.',
    ]);
  });
});

test('two projects that call their server db have two servers, and equal terms are told once', () => {
  const project = (folder: string) =>
    readCompose(
      [
        {
          path: `/app/${folder}/compose.yml`,
          name: `${folder}/compose.yml`,
          text: `services:
  ${folder}: { build: ., environment: { DATABASE_URL: 'postgres://db/x' } }
  db: { image: 'postgres:17' }
`,
        },
      ],
      () => undefined,
    );
  const poolIn = (folder: string, line: number) =>
    poolOf({ file: `/app/${folder}/db.ts`, line, size: sizeOf(10) });
  const budget = budgetOf({
    services: [...project('api'), ...project('jobs')],
    pools: [poolIn('api', 1), poolIn('api', 2), poolIn('jobs', 1)],
  });
  expect(verdicts(budget)).toEqual([
    'db: 2 × (1 × 10) = 20 ≤ 100 − 3 = 97: 77 connections to spare.',
    'db: 1 × 10 = 10 ≤ 100 − 3 = 97: 87 connections to spare.',
  ]);
});

test('problems of the same words are told once', () => {
  const place = (line: number) => ({ file: 'a.ts', line, column: 1 });
  const problem = { level: 'note' as const, text: 'It runs nowhere.', advice: undefined };
  const told = gatherAlike([
    { ...problem, place: place(1) },
    { ...problem, place: undefined, text: 'Another.' },
    { ...problem, place: place(2) },
  ]);
  expect(told.map(({ problem: { text }, others }) => [text, others])).toEqual([
    ['It runs nowhere.', [place(2)]],
    ['Another.', []],
  ]);
});

describe('through a pooler', () => {
  const ini = (settings: string, databases = 'clinic = host=db') =>
    `[databases]\n${databases}\n[pgbouncer]\nauth_type = md5\npool_mode = transaction\n${settings}`;

  test('its pools count, its clients do not', () => {
    const pooler = poolerOf(
      ini('default_pool_size = 25\nreserve_pool_size = 5\nmax_client_conn = 200'),
    );
    const budget = budgetOf({ services: story, poolers: [pooler] });
    expect(budget.isOver).toBe(false);
    expect(budget.poolers[0]).toMatchObject({ clients: 150, maxClients: 200 });
    expect(verdicts(budget)).toEqual([
      'db: 1 pool × (25 + 5) = 30 ≤ 100 − 3 = 97: 67 connections to spare.',
    ]);
  });

  test('there is a pool for each user and each database, up to a limit', () => {
    const databases =
      'a = host=db\nb = host=db pool_size=5 user=x\nc = host=db max_db_connections=30';
    const pooler = poolerOf(ini('default_pool_size = 10\nmax_client_conn = 200', databases), {
      userCount: 4,
    });
    const budget = budgetOf({ services: story, poolers: [pooler] });
    expect(budget.poolers[0]?.pools.map(({ users, connections }) => [users, connections])).toEqual([
      [4, 40],
      [1, 5],
      [4, 30],
    ]);
    expect(budget.servers[0]?.wanted).toBe(75);
  });

  test('a pool goes through it when its address says so', () => {
    const services = composed(`
services:
  near: { build: ., environment: { DATABASE_URL: 'postgres://u@bouncer:6432/x' } }
  far: { build: ., environment: { DATABASE_URL: 'postgres://u@db:5432/x' } }
  bouncer: { image: edoburu/pgbouncer, scale: 2 }
  db: { image: postgres }
`);
    const service = services.find(({ name }) => name === 'bouncer');
    const pooler = poolerOf(ini('default_pool_size = 10', '* = host=db'), {
      service,
      isForAll: false,
    });
    const budget = budgetOf({ services, poolers: [pooler] });
    expect(
      budget.servers[0]?.shares.map(({ name, arithmetic }) => `${name} ${arithmetic}`),
    ).toEqual(['far 1 × 50', 'bouncer → x 2 × 1 pool × 10']);
    expect(budget.servers[0]?.wanted).toBe(70);
  });
});
