import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';
import { describe, expect, test } from 'vitest';
import { createFolder, runIn } from './run-in.ts';

const postgres = 'postgres://postgres@127.0.0.1:5432/postgres';
const mysql = 'mysql://root@127.0.0.1:3306/test';

const limits = await limitsOfPostgres();
if (limits === undefined) {
  console.warn('SKIPPED: no PostgreSQL at 127.0.0.1:5432, so none is asked for its limits.');
}

const most = await limitOfMysql();
if (most === undefined) {
  console.warn('SKIPPED: no MySQL or MariaDB at 127.0.0.1:3306, so none is asked for its limit.');
}

/** A project with one pool, and the drivers of this one. */
function createProject(driver: string): string {
  const code: Readonly<Record<string, string>> = {
    mysql2: "import { createPool } from 'mysql2';\ncreatePool({ connectionLimit: 20 });\n",
  };
  const postgresCode = "import { Pool } from 'pg';\nnew Pool({ max: 20 });\n";
  const folder = createFolder({ 'db.js': code[driver] ?? postgresCode });
  if (driver !== '') symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

describe('--url', () => {
  test.skipIf(limits === undefined)('asks the server for its limits', async () => {
    const { code, stdout } = await runIn(createProject('pg'), [
      'budget',
      '--no-types',
      '--url',
      postgres,
    ]);
    expect(code).toBe(0);
    const [all = 0, reserved = 0] = limits ?? [];
    expect(stdout).toContain(`1 × 20 = 20 ≤ ${all} − ${reserved} = ${all - reserved}`);
    expect(stdout).toContain(`${all}  the server at 127.0.0.1`);
  });

  test.skipIf(most === undefined)('asks MySQL and MariaDB for theirs', async () => {
    const words = ['budget', '--no-types', '--url', mysql];
    const { code, stdout, stderr } = await runIn(createProject('mysql2'), words);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`1 × 20 = 20 ≤ ${most}: `);
  });

  test('a driver that is missing is asked for with the line that installs it', async () => {
    for (const [url, name] of [
      [postgres, 'pg'],
      [mysql, 'mysql2'],
    ] as const) {
      expect(await runIn(createProject(''), ['budget', '--url', url])).toEqual({
        code: 2,
        stdout: '',
        stderr: `--url needs the package ${name}, which is not installed here: npm install --no-save ${name}\n`,
      });
    }
  });

  test('a server that does not answer is named without its password', async () => {
    const url = 'postgres://u:secret@127.0.0.1:1/x';
    const { code, stderr } = await runIn(createProject('pg'), ['budget', '--url', url]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^The server at 127\.0\.0\.1:1 does not answer: .*ECONNREFUSED.*\.\n$/);
    expect(stderr).not.toContain('secret');
  });
});

async function limitsOfPostgres(): Promise<readonly [number, number] | undefined> {
  const client = new Client({ connectionString: postgres, connectionTimeoutMillis: 2000 });
  try {
    await client.connect();
    const show = async (name: string) =>
      Number((await client.query<Record<string, string>>(`show ${name}`)).rows[0]?.[name]);
    return [await show('max_connections'), await show('superuser_reserved_connections')];
  } catch {
    return undefined;
  } finally {
    await client.end();
  }
}

async function limitOfMysql(): Promise<number | undefined> {
  try {
    const connection = await createConnection({ uri: mysql, connectTimeout: 2000 });
    try {
      const [rows] = await connection.query("show variables like 'max_connections'");
      return Array.isArray(rows) ? Number((rows[0] as { Value?: string } | undefined)?.Value) : NaN;
    } finally {
      await connection.end();
    }
  } catch {
    return undefined;
  }
}
