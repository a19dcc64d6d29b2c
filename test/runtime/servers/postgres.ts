import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, type ClientConfig } from 'pg';
import { postgresFolders } from './postgres-binaries.ts';

/** A PostgreSQL to test against. */
export interface PostgresServer {
  readonly config: ClientConfig;
  stop(): Promise<void>;
}

/** `postgres` refuses to run as root; this user exists everywhere. */
const nobody = 65534;

/**
 * A running PostgreSQL: `PG_TEST_URL`, or the one at 127.0.0.1:5432, or one that is started here.
 *
 * `undefined`, with a warning, when there is none and none can be started.
 */
export async function findPostgres(): Promise<PostgresServer | undefined> {
  const url = process.env['PG_TEST_URL'];
  if (url !== undefined) return { config: { connectionString: url }, stop: nothing };
  const local = { host: '127.0.0.1', port: 5432, user: 'postgres', database: 'postgres' };
  if (await answers(local)) return { config: local, stop: nothing };
  return startPostgres();
}

/** Starts a PostgreSQL of our own on a free port. */
export async function startPostgres(
  maxConnections = 60,
  folders = postgresFolders(),
): Promise<PostgresServer | undefined> {
  const [folder] = folders;
  if (folder === undefined) return skip('there are no binaries of PostgreSQL');
  const directory = mkdtempSync(join(tmpdir(), 'pool-postgres-'));
  const ids = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
  if (ids.uid !== undefined) chownSync(directory, ids.uid, ids.gid);
  const data = join(directory, 'data');
  const options = { ...ids, cwd: directory, encoding: 'utf8' } as const;
  const made = spawnSync(
    join(folder, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C'],
    options,
  );
  if (made.status !== 0) return skip(`initdb failed: ${made.error ?? made.stderr}`);
  const port = await freePort();
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'fsync=off',
    `max_connections=${maxConnections}`,
  ].flatMap(setting => ['-c', setting]);
  const server = spawn(join(folder, 'postgres'), ['-D', data, '-p', String(port), ...settings], {
    ...ids,
    cwd: directory,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await ready(server);
  const config = { host: '127.0.0.1', port, user: 'postgres', database: 'postgres' };
  return { config, stop: () => stop(server, directory) };
}

/** How many connections the server has from one application. */
export async function connectionsOf(config: ClientConfig, application: string): Promise<number> {
  const client = new Client(config);
  await client.connect();
  try {
    const text = 'select count(*)::int as n from pg_stat_activity where application_name = $1';
    const { rows } = await client.query<{ n: number }>(text, [application]);
    return rows[0]?.n ?? 0;
  } finally {
    await client.end();
  }
}

async function answers(config: ClientConfig): Promise<boolean> {
  const client = new Client({ ...config, connectionTimeoutMillis: 2_000 });
  client.on('error', nothing);
  try {
    await client.connect();
    return true;
  } catch {
    // Nobody there is an answer too.
    return false;
  } finally {
    await client.end();
  }
}

async function ready(server: ChildProcess): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    server.stderr?.on('data', data => {
      said += String(data);
      if (said.includes('ready to accept')) resolve();
    });
    server.once('exit', code => reject(new Error(`postgres ended with ${code}: ${said}`)));
  });
  server.removeAllListeners('exit');
}

async function stop(server: ChildProcess, directory: string): Promise<void> {
  const exit = new Promise(resolve => server.once('exit', resolve));
  server.kill('SIGINT');
  await exit;
  rmSync(directory, { recursive: true, force: true });
}

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

function skip(why: string): undefined {
  console.warn(`\nSKIPPED: tests with a real PostgreSQL do not run, because ${why}.\n`);
}

function nothing(): Promise<void> {
  return Promise.resolve();
}
