import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

/** What a running PgBouncer says of itself. */
export interface Shown {
  /** `SHOW CONFIG`, by key. */
  readonly config: Readonly<Record<string, string>>;
  /** `SHOW DATABASES`, without the admin console. */
  readonly databases: readonly Readonly<Record<string, unknown>>[];
}

/** Whether a `pgbouncer` is installed here. */
export function hasPgBouncer(): boolean {
  return spawnSync('pgbouncer', ['--version']).status === 0;
}

/**
 * Starts a PgBouncer with this file, whose last section is `[pgbouncer]`, and asks it; the port and
 * what else a test needs come last, where they win.
 */
export async function showPgBouncer(ini: string): Promise<Shown> {
  const folder = mkdtempSync(join(tmpdir(), 'pool-pgbouncer-'));
  // It refuses to run as root, and another user has to read the file.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const own = [
    // A second section would start from the defaults again.
    ...(ini.includes('[pgbouncer]') ? [] : ['[pgbouncer]']),
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = any',
    'auth_file =',
    'admin_users = console',
  ];
  const path = join(folder, 'pgbouncer.ini');
  writeFileSync(path, `${ini}\n${own.join('\n')}\n`);
  const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  const child = spawn('pgbouncer', [path], { ...nobody, stdio: 'ignore' });
  try {
    return await ask(port);
  } finally {
    child.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ask(port: number): Promise<Shown> {
  const client = await connect(port, 50);
  try {
    const config = await client.query<{ key: string; value: string }>('show config');
    const databases = await client.query<Record<string, unknown>>('show databases');
    return {
      config: Object.fromEntries(config.rows.map(({ key, value }) => [key, value])),
      databases: databases.rows.filter(({ name }) => name !== 'pgbouncer'),
    };
  } finally {
    await client.end();
  }
}

/** It needs a moment to listen. */
async function connect(port: number, tries: number): Promise<Client> {
  const client = new Client({ host: '127.0.0.1', port, user: 'console', database: 'pgbouncer' });
  try {
    await client.connect();
    return client;
  } catch (error) {
    if (tries === 0) throw error;
    await new Promise(resolve => setTimeout(resolve, 100));
    return connect(port, tries - 1);
  }
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
