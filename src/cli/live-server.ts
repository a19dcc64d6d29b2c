import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Figure } from '../fleet/config-file.ts';
import { parseAddress } from '../fleet/connection-string.ts';
import { engineOfScheme } from '../fleet/engine.ts';
import { UsageError } from './terminal.ts';

/** What a running server says of its limits. */
export interface Limits {
  readonly maxConnections: Figure;
  readonly reserved: Figure;
}

/** Asks a statement that reads, and gives the first value of the first row. */
type Ask = (statement: string) => Promise<string | undefined>;

const connectWithinMs = 10_000;

/** Asks a running server for its limits, with the user's own driver. Nothing is written. */
export async function readLimits(url: string, cwd: string): Promise<Limits> {
  const address = parseAddress(url);
  const engine = engineOfScheme(address?.scheme);
  if (address === undefined || engine === undefined) {
    throw new UsageError('--url must be postgres://… or mysql://….');
  }
  const from = `the server at ${address.host}`;
  return engine.name === 'postgres'
    ? await withPostgres(url, cwd, ask => limitsOfPostgres(ask, from))
    : await withMysql(url, cwd, ask => limitsOfMysql(ask, from));
}

async function limitsOfPostgres(ask: Ask, from: string): Promise<Limits> {
  const count = async (setting: string) => Number(await ask(`SHOW ${setting}`));
  const version = await count('server_version_num');
  // Places for a role of their own came with 16.
  const forRole = version >= 160_000 ? await count('reserved_connections') : 0;
  const forSuperusers = await count('superuser_reserved_connections');
  return {
    maxConnections: { value: await count('max_connections'), from },
    reserved: {
      value: forSuperusers + forRole,
      from: forRole > 0 ? `${from}, ${forRole} of them reserved_connections` : from,
    },
  };
}

async function limitsOfMysql(ask: Ask, from: string): Promise<Limits> {
  const value = Number(await ask('SELECT @@GLOBAL.max_connections'));
  return { maxConnections: { value, from }, reserved: { value: 0, from } };
}

/** The part of `pg` that is used. */
interface Pg {
  readonly Client: new (options: object) => {
    connect(): Promise<void>;
    query(options: object): Promise<{ readonly rows: readonly (readonly string[])[] }>;
    end(): Promise<void>;
  };
}

async function withPostgres<T>(
  url: string,
  cwd: string,
  work: (ask: Ask) => Promise<T>,
): Promise<T> {
  const { Client } = await load<Pg>(['pg'], cwd);
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: connectWithinMs,
    query_timeout: connectWithinMs,
  });
  return await reached(url, async () => {
    await client.connect();
    try {
      return await work(async text => {
        const { rows } = await client.query({ text, rowMode: 'array' });
        return rows[0]?.[0];
      });
    } finally {
      await client.end();
    }
  });
}

/** The part of `mysql2/promise` and `mariadb` that is used. */
interface Mysql {
  createConnection(options: object): Promise<{
    query(options: object): Promise<unknown>;
    end(): Promise<void>;
  }>;
}

async function withMysql<T>(url: string, cwd: string, work: (ask: Ask) => Promise<T>): Promise<T> {
  const { createConnection } = await load<Mysql>(['mysql2/promise', 'mariadb'], cwd);
  const { hostname, port, username, password } = new URL(url);
  return await reached(url, async () => {
    const connection = await createConnection({
      host: hostname,
      port: Number(port || 3306),
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
      connectTimeout: connectWithinMs,
    });
    try {
      return await work(async sql =>
        firstValue(await connection.query({ sql, rowsAsArray: true })),
      );
    } finally {
      await connection.end();
    }
  });
}

/** mysql2 gives rows and fields, mariadb rows. */
function firstValue(result: unknown): string | undefined {
  const inner: unknown = Array.isArray(result) ? result[0] : result;
  return Array.isArray(inner) ? firstValue(inner) : inner === undefined ? undefined : String(inner);
}

async function reached<T>(url: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { message } = error instanceof Error ? error : new Error(String(error));
    const { hostname, port } = new URL(url);
    const reason = message || (error as { readonly code?: string }).code || 'no reason was given';
    const place = port === '' ? hostname : `${hostname}:${port}`;
    throw new UsageError(`The server at ${place} does not answer: ${reason.replace(/\.?$/, '.')}`, {
      cause: error,
    });
  }
}

/** A package that the user's project has; the first of several that is there. */
async function load<T extends object>(names: readonly string[], cwd: string): Promise<T> {
  const resolver = createRequire(join(cwd, 'package.json'));
  for (const name of names) {
    const path = resolveIn(resolver, name);
    if (path === undefined) continue;
    // Packages differ in how CommonJS arrives; what is used is in the one or in the other.
    const loaded = (await import(pathToFileURL(path).href)) as T & { readonly default?: T };
    return loaded.default ?? loaded;
  }
  const wanted = names[0]?.split('/')[0] ?? '';
  throw new UsageError(
    `--url needs the package ${wanted}, which is not installed here: npm install --no-save ${wanted}`,
  );
}

function resolveIn(resolver: NodeJS.Require, name: string): string | undefined {
  try {
    return resolver.resolve(name);
  } catch {
    return undefined;
  }
}
