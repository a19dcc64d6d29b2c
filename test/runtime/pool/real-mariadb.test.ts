import mariadbDriver from 'mariadb';
import mysql from 'mysql2/promise';
import { describe, expect, test } from 'vitest';
import { mariadb } from '../../../src/runtime/adapters/mariadb.ts';
import { mysql2 } from '../../../src/runtime/adapters/mysql2.ts';
import type { PoolOptions } from '../../../src/runtime/pool/options.ts';
import { createPool } from '../../../src/runtime/pool/pool.ts';

const config = { host: '127.0.0.1', port: 3306, user: 'root', database: 'test' };

/** What both drivers share, once their answers are brought to one form. */
interface Session {
  query(sql: string): Promise<unknown>;
}

type MakePool = (options: Partial<PoolOptions<Session>>) => ReturnType<typeof createPool<Session>>;

// Each pool is used by `query` alone, which both drivers have.
const drivers: Readonly<Record<string, MakePool>> = {
  mysql2: options =>
    createPool({
      ...mysql2(() => mysql.createConnection(config)),
      ...options,
    } as PoolOptions<Session>),
  mariadb: options =>
    createPool({
      ...mariadb(() => mariadbDriver.createConnection(config)),
      ...options,
    } as PoolOptions<Session>),
};

const isThere = await mysql
  .createConnection(config)
  .then(connection => connection.end())
  .then(
    () => true,
    (error: unknown) => {
      console.warn(`\nSKIPPED: tests with a real MariaDB do not run: ${String(error)}\n`);
      return false;
    },
  );

function numbersOf(answer: unknown): readonly number[] {
  // `mysql2` answers rows and fields, `mariadb` rows.
  const rows = (Array.isArray(answer) && Array.isArray(answer[0]) ? answer[0] : answer) as {
    readonly a: number | bigint;
  }[];
  return Array.from(rows, ({ a }) => Number(a));
}

describe.skipIf(!isThere).each(Object.entries(drivers))('%s on MariaDB', (name, makePool) => {
  test('a stale second release takes nothing from the transaction of the next holder', async () => {
    const table = `stale_${name}_${process.pid}`;
    const pool = makePool({ max: 1 });
    const a = await pool.acquire();
    await a.connection.query(`create table ${table} (a int) engine=innodb`);
    a.release();
    const b = await pool.acquire();
    await b.connection.query('start transaction');
    await b.connection.query(`insert into ${table} values (1)`);
    a.release();
    await expect(pool.acquire({ timeoutMs: 100 })).rejects.toThrow('1 of 1 held');
    await b.connection.query('commit');
    b.release();
    const rows = numbersOf(
      await pool.use(({ connection }) => connection.query(`select a from ${table}`)),
    );
    await pool.use(({ connection }) => connection.query(`drop table ${table}`));
    expect({ rows, again: pool.stats().doubleReleased }).toEqual({ rows: [1], again: 1 });
    await pool.close();
  });

  test('a connection left in a transaction is closed, and its work undone', async () => {
    const table = `left_${name}_${process.pid}`;
    const pool = makePool({ max: 1 });
    await pool.use(({ connection }) =>
      connection.query(`create table ${table} (a int) engine=innodb`),
    );
    await pool.use(async ({ connection }) => {
      await connection.query('start transaction');
      await connection.query(`insert into ${table} values (1)`);
    });
    expect(pool.stats().leftInTransaction).toBe(1);
    await pool.transaction(({ connection }) => connection.query(`insert into ${table} values (2)`));
    const rows = numbersOf(
      await pool.use(({ connection }) => connection.query(`select a from ${table}`)),
    );
    await pool.use(({ connection }) => connection.query(`drop table ${table}`));
    expect(rows).toEqual([2]);
    await pool.close();
  });

  test('a broken connection is replaced', async () => {
    const pool = makePool({ max: 2 });
    const lease = await pool.acquire();
    const [id = 0] = numbersOf(await lease.connection.query('select connection_id() as a'));
    await pool.use(({ connection }) => connection.query(`kill ${id}`));
    await expect(lease.connection.query('select 1')).rejects.toThrow();
    lease.release();
    const answers = await Promise.all(
      [1, 2].map(() => pool.use(({ connection }) => connection.query('select 1 as a'))),
    );
    expect(answers.map(numbersOf)).toEqual([[1], [1]]);
    await pool.close();
  });
});
