import { spawnSync } from 'node:child_process';
import pgDriver from 'pg';
import { createPool, LeakDetector, pg, watch, type WatchOptions } from '../../src/runtime/index.ts';
import { findPostgres } from '../runtime/servers/postgres.ts';
import { connections, processorMs } from './pool-loads.ts';
import { describeMachine, quantile, toTable } from './table.ts';

/** One way to run `select 1`; the number of the worker says which client is its own. */
type Run = (worker: number) => Promise<unknown>;

const text = 'select 1';

type Config = pgDriver.ClientConfig;

async function connectRaw(config: Config): Promise<Run> {
  const clients = Array.from({ length: connections }, () => new pgDriver.Client(config));
  await Promise.all(clients.map(client => client.connect()));
  return worker => clients[worker]?.query(text) ?? Promise.resolve();
}

/** What every caller of a pool adds, with nothing of the pool: a promise before, and a function that waits. */
async function connectWaiting(config: Config): Promise<Run> {
  const run = await connectRaw(config);
  return async worker => {
    await Promise.resolve();
    try {
      return await run(worker);
    } finally {
      released += 1;
    }
  };
}

let released = 0;

function acquiring(config: Config, isObserved: boolean): Run {
  const pool = createPool({ ...pg(() => new pgDriver.Client(config)), max: connections });
  if (isObserved) new LeakDetector({ onReport: () => undefined }).observe(pool.ledger, pool);
  return async () => {
    const lease = await pool.acquire();
    try {
      return await lease.connection.query(text);
    } finally {
      lease.release();
    }
  };
}

function makePgPool(config: Config, options?: WatchOptions): pgDriver.Pool {
  const limits = { max: connections, connectionTimeoutMillis: 30_000 };
  const pool = new pgDriver.Pool({ ...config, ...limits });
  pool.on('error', error => console.error(error));
  if (options !== undefined) watch(pool, options);
  return pool;
}

function connecting(pool: pgDriver.Pool): Run {
  return async () => {
    const client = await pool.connect();
    try {
      return await client.query(text);
    } finally {
      client.release();
    }
  };
}

/** The variants whose name ends so run under `--import eslint-plugin-pool/runtime/register`. */
const registered = ', register';

type Variant = (config: Config) => Run | Promise<Run>;

const variants: Readonly<Record<string, Variant>> = {
  'raw clients': connectRaw,
  'raw clients, waited for': connectWaiting,
  'ours, acquire': config => acquiring(config, false),
  'ours, acquire, detector': config => acquiring(config, true),
  'ours, pool.query'(config) {
    const pool = createPool({ ...pg(() => new pgDriver.Client(config)), max: connections });
    return () => pool.query(text);
  },
  'pg-pool, connect': config => connecting(makePgPool(config)),
  'pg-pool, connect, watch': config => connecting(makePgPool(config, {})),
  'pg-pool, connect, watch without foreign awaits': config =>
    connecting(makePgPool(config, { detector: new LeakDetector() })),
  [`pg-pool, connect${registered}`]: config => connecting(makePgPool(config)),
  'pg-pool, pool.query'(config) {
    const pool = makePgPool(config);
    return () => pool.query(text);
  },
  'pg-pool, pool.query, watch'(config) {
    const pool = makePgPool(config, {});
    return () => pool.query(text);
  },
};

/**
 * Measures the client's processor time of `select 1` through pools, over that of raw clients.
 *
 * Each variant is a process of its own, in which it takes turns with raw clients: a ratio is of two
 * slices that follow one another, so that what else the machine does falls on both.
 *
 * `--pairs=200` is usual; `--only=ours` takes the variants whose name begins so.
 */
export async function main(args: readonly string[]): Promise<number> {
  const valueOf = (name: string) =>
    args.find(argument => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
  const pairs = Number(valueOf('pairs') ?? 200);
  const make = variants[valueOf('run') ?? ''];
  if (make !== undefined) return measure(make, pairs);
  console.log(`${describeMachine()}\n`);
  const rows = Object.keys(variants)
    .filter(name => name.startsWith(valueOf('only') ?? ''))
    .map(name => toRow(name, measureApart(name, pairs)));
  console.log(toTable(['variant', 'raw, µs', 'µs', 'ratio', 'quartiles'], rows).join('\n'));
  console.log(`\nratio: over raw clients in the slice beside it; median of ${pairs}.`);
  return 0;
}

/** The processor time of one query in µs: of raw clients, then of the variant. */
type Pair = readonly [raw: number, own: number];

function toRow(name: string, measured: readonly Pair[]): readonly string[] {
  const ratios = measured.map(([raw, own]) => own / raw);
  const [low, high] = [0.25, 0.75].map(share => quantile(ratios, share).toFixed(2));
  const [raw, own] = [0, 1].map(place => quantile(measured.map(pair => pair[place] ?? NaN)));
  const cells = [raw, own].map(value => (value ?? NaN).toFixed(1));
  return [name, ...cells, quantile(ratios).toFixed(3), `${low}–${high}`];
}

async function measure(make: Variant, pairs: number): Promise<number> {
  const server = await findPostgres();
  if (server === undefined) return 1;
  const [raw, own] = [await connectRaw(server.config), await make(server.config)];
  for (const run of [raw, own, raw, own]) await slice(run, 2_000);
  const measured: Pair[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    // Who goes first changes, so that what one slice leaves to collect is not always the other's.
    const first = await slice(pair % 2 === 0 ? raw : own);
    const second = await slice(pair % 2 === 0 ? own : raw);
    measured.push(pair % 2 === 0 ? [first, second] : [second, first]);
  }
  console.log(JSON.stringify(measured));
  await server.stop();
  process.exit(0);
}

async function slice(run: Run, each = 200): Promise<number> {
  const start = processorMs();
  await Promise.all(
    Array.from({ length: connections }, async (_, worker) => {
      for (let turn = 0; turn < each; turn += 1) await run(worker);
    }),
  );
  return ((processorMs() - start) / (each * connections)) * 1000;
}

function measureApart(name: string, pairs: number): readonly Pair[] {
  const [, runner = ''] = process.argv;
  const hooks = name.endsWith(registered) ? ['--import', './dist/runtime/register.js'] : [];
  const own = ['bench/pool-postgres', `--run=${name}`, `--pairs=${pairs}`];
  const { stdout, status } = spawnSync(process.execPath, [...hooks, runner, ...own], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`'${name}' ended with exit code ${status}.`);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '[]');
}
