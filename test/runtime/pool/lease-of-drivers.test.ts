import mariadbDriver from 'mariadb';
import mysql from 'mysql2/promise';
import pgDriver from 'pg';
import { describe, expect, test } from 'vitest';
import { lease } from '../../../src/runtime/adapters/lease.ts';
import { findPostgres } from '../servers/postgres.ts';

const server = await findPostgres();
const config = {
  host: '127.0.0.1',
  port: 3306,
  user: 'root',
  database: 'test',
  connectionLimit: 1,
};
const isMariadbThere = await mysql.createConnection(config).then(
  connection => connection.end().then(() => true),
  () => false,
);

describe.skipIf(server === undefined)('a lease on a pool of pg', () => {
  const options = { ...server?.config, max: 1, connectionTimeoutMillis: 2_000 };

  test('rolls back what is open, releases once and never commits', async () => {
    const pool = new pgDriver.Pool(options);
    const client = await lease(pool);
    const dispose = client[Symbol.asyncDispose].bind(client);
    await client.query('create temp table t (a int)');
    await client.query('begin');
    await client.query('insert into t values (1)');
    await dispose();
    const next = await lease(pool);
    // Whoever kept the way out of an earlier lease cannot end this one with it.
    await dispose();
    const { rows } = await next.query('select count(*)::int as n from t');
    expect({ same: next === client, rows, idle: pool.idleCount }).toEqual({
      ...{ same: true, rows: [{ n: 0 }], idle: 0 },
    });
    next.release();
    expect(pool.idleCount).toBe(1);
    expect(Symbol.asyncDispose in client).toBe(false);
    await pool.end();
  });

  test('on a broken connection ends no process, and gives nothing broken back', async () => {
    const pool = new pgDriver.Pool(options);
    pool.on('error', () => undefined);
    const client = await lease(pool);
    const pid: number = (await client.query('select pg_backend_pid() as pid')).rows[0].pid;
    const admin = new pgDriver.Client(server?.config ?? {});
    await admin.connect();
    const ended = new Promise(resolve => client.once('end', resolve));
    await admin.query('select pg_terminate_backend($1)', [pid]);
    await ended;
    await client[Symbol.asyncDispose]();
    expect((await pool.query('select 1 as a')).rows).toEqual([{ a: 1 }]);
    await admin.end();
    await pool.end();
  });
});

describe.skipIf(!isMariadbThere)('a lease on a pool of MariaDB', () => {
  test('of mysql2 rolls back what is open', async () => {
    const pool = mysql.createPool(config);
    const connection = await lease(pool);
    await connection.query('start transaction');
    await connection[Symbol.asyncDispose]();
    const next = await lease(pool);
    const [rows] = await next.query('select @@in_transaction as t');
    expect(rows).toEqual([{ t: 0 }]);
    await next[Symbol.asyncDispose]();
    await pool.end();
  });

  test('of mariadb rolls back what is open', async () => {
    const pool = mariadbDriver.createPool(config);
    const connection = await lease(pool);
    await connection.query('start transaction');
    await connection[Symbol.asyncDispose]();
    const next = await lease(pool);
    const [row] = await next.query('select @@in_transaction as t');
    expect(Number(row.t)).toBe(0);
    await next[Symbol.asyncDispose]();
    await pool.end();
  });
});
