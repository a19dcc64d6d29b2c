import mariadb from 'mariadb';
import mysql from 'mysql2';
import mysqlPromise from 'mysql2/promise';
import { describe, expect, test } from 'vitest';
import { collectGarbage, pause } from '../detector/holding.ts';
import { isReachable, services } from './services.ts';
import { watching } from './watching.ts';

const isThere = await isReachable('mariadb');
const server = services.mariadb;

describe.skipIf(!isThere)('mysql2 with promises', () => {
  const open = () => mysqlPromise.createPool({ ...server, connectionLimit: 1 });

  test('holds, statements and one-shots', async () => {
    const pool = open();
    const seen = watching(pool);
    const connection = await pool.getConnection();
    const [hold] = seen.pool.ledger.live;
    await connection.query('select 1');
    await expect(connection.query('select no_such_column')).rejects.toThrow('no_such_column');
    expect(hold?.usage).toMatchObject({ statements: 2, running: 0 });
    connection.release();
    await pool.query('select 2');
    await pool.execute('select 3');
    await pause(10);
    expect(seen.pool.stats()).toMatchObject({ held: 0, acquired: 3, max: 1, open: 1, idle: 1 });
    expect(seen.reports).toEqual([]);
    await pool.end();
  });

  test('a slow statement is no leak', async () => {
    const pool = open();
    const seen = watching(pool);
    await pool.query('select sleep(0.6)');
    const connection = await pool.getConnection();
    await connection.query('select sleep(0.6)');
    connection.release();
    expect(seen.reports).toEqual([]);
    await pool.end();
  });

  test('a connection that nobody can release is proven lost', async () => {
    const pool = open();
    const seen = watching(pool, { idleMs: 60_000 });
    const lose = async () => {
      const connection = await pool.getConnection();
      await connection.query('select 1');
    };
    await lose();
    await pause(250);
    await collectGarbage();
    expect(seen.proven()).toEqual(['lost-lease']);
    expect(seen.reports[0]?.site).toContain('mysql.test.ts:');
    await pool.end();
  });

  test('a stale second release is told from the next holder', async () => {
    const pool = open();
    const seen = watching(pool);
    const first = await pool.getConnection();
    first.release();
    const second = await pool.getConnection();
    first.release();
    expect(seen.proven()).toEqual(['double-release']);
    expect(seen.reports[0]?.message).toContain('while somebody else holds it');
    // The next holder's own release is right, whatever became of the connection.
    second.release();
    expect(seen.reports).toHaveLength(1);
    second.release();
    expect(seen.reports).toHaveLength(2);
    await pool.end();
  });
});

describe.skipIf(!isThere)('mysql2 with callbacks', () => {
  test('holds, a leak, a second release, and pool.promise()', async () => {
    const pool = mysql.createPool({ ...server, connectionLimit: 2 });
    const seen = watching(pool);
    const connection = await new Promise<mysql.PoolConnection>((resolve, reject) => {
      pool.getConnection((error, found) => (error ? reject(error) : resolve(found)));
    });
    await pause(500);
    expect(seen.reports[0]).toMatchObject({ kind: 'idle-hold', statements: 0 });
    connection.release();
    connection.release();
    expect(seen.reports.map(({ kind }) => kind)).toEqual([
      'idle-hold',
      'returned-late',
      'double-release',
    ]);
    const promised = await pool.promise().getConnection();
    expect(seen.pool.stats().held).toBe(1);
    promised.destroy();
    expect(seen.pool.stats().held).toBe(0);
    seen.watch.unwatch();
    expect(Object.hasOwn(pool, 'getConnection')).toBe(false);
    await pool.promise().end();
  });
});

describe.skipIf(!isThere)('mariadb', () => {
  const open = () => mariadb.createPool({ ...server, connectionLimit: 1, acquireTimeout: 300 });

  test('holds and statements; a slow one is no leak', async () => {
    const pool = open();
    const seen = watching(pool);
    const connection = await pool.getConnection();
    const [hold] = seen.pool.ledger.live;
    await connection.query('select 1');
    await connection.query('select sleep(0.6)');
    await expect(connection.query('select no_such_column')).rejects.toThrow('no_such_column');
    expect(hold?.usage).toMatchObject({ statements: 3, running: 0 });
    await connection.release();
    expect(seen.pool.stats()).toMatchObject({ held: 0, acquired: 1, open: 1 });
    expect(seen.reports).toEqual([]);
    await pool.end();
  });

  test('a timeout names the holders, a stale release is told from the next holder', async () => {
    const pool = open();
    const seen = watching(pool, { idleMs: 60_000 });
    const first = await pool.getConnection();
    await expect(pool.getConnection()).rejects.toThrow(/1 held from test\/.*mysql\.test\.ts/);
    await first.release();
    const second = await pool.getConnection();
    await first.release();
    expect(seen.proven()).toEqual(['acquire-failed', 'double-release']);
    expect(seen.reports.at(-1)?.message).toContain('while somebody else holds it');
    await second.release();
    await pool.end();
  });

  test('a connection that nobody can release is proven lost', async () => {
    const pool = open();
    const seen = watching(pool, { idleMs: 60_000 });
    const lose = async () => {
      const connection = await pool.getConnection();
      await connection.query('select 1');
    };
    await lose();
    await pause(250);
    await collectGarbage();
    expect(seen.proven()).toEqual(['lost-lease']);
    // Its own close waits ten seconds for the lost connection.
    void pool.end();
  });
});
