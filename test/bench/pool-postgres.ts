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

const variants: Readonly<Record<string, (config: Config) => Run | Promise<Run>>> = {
  async 'raw clients'(config) {
    const clients = Array.from({ length: connections }, () => new pgDriver.Client(config));
    await Promise.all(clients.map(client => client.connect()));
    return worker => clients[worker]?.query(text) ?? Promise.resolve();
  },
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
 * `--rounds=7` is usual; `--only=ours` takes the variants whose name begins so, and raw clients.
 */
export async function main(args: readonly string[]): Promise<number> {
  const valueOf = (name: string) =>
    args.find(argument => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
  const make = variants[valueOf('run') ?? ''];
  if (make !== undefined) {
    const server = await findPostgres();
    if (server === undefined) return 1;
    console.log(await measure(await make(server.config)));
    await server.stop();
    process.exit(0);
  }
  console.log(`${describeMachine()}\n`);
  const names = Object.keys(variants).filter(
    name => name === 'raw clients' || name.startsWith(valueOf('only') ?? ''),
  );
  const rounds = Array.from({ length: Number(valueOf('rounds') ?? 7) }, (_, round) =>
    runRound(names, round),
  );
  const rows = names.map(name => {
    const values = rounds.map(round => round.get(name) ?? NaN);
    const ratios = rounds.map(
      (round, place) => (values[place] ?? NaN) / (round.get('raw clients') ?? NaN),
    );
    const [low, high] = [0.25, 0.75].map(share => quantile(ratios, share).toFixed(2));
    return [name, quantile(values).toFixed(1), quantile(ratios).toFixed(3), `${low}–${high}`];
  });
  console.log(toTable(['variant', 'µs', 'ratio', 'quartiles'], rows).join('\n'));
  return 0;
}

async function measure(run: Run): Promise<number> {
  const work = (each: number) =>
    Promise.all(
      Array.from({ length: connections }, async (_, worker) => {
        for (let turn = 0; turn < each; turn += 1) await run(worker);
      }),
    );
  await work(1_000);
  globalThis.gc?.();
  const each = 4_000;
  const start = processorMs();
  await work(each);
  return ((processorMs() - start) / (each * connections)) * 1000;
}

function runRound(names: readonly string[], round: number): ReadonlyMap<string, number> {
  const turned = names.map((_, place) => names[(place + round) % names.length] ?? '');
  return new Map(turned.map(name => [name, measureApart(name)]));
}

function measureApart(name: string): number {
  const [, runner = ''] = process.argv;
  const hooks = name.endsWith(registered) ? ['--import', './dist/runtime/register.js'] : [];
  const { stdout, status } = spawnSync(
    process.execPath,
    ['--expose-gc', ...hooks, runner, 'bench/pool-postgres', `--run=${name}`],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  );
  if (status !== 0) throw new Error(`'${name}' ended with exit code ${status}.`);
  return Number(stdout.trim().split('\n').at(-1));
}
