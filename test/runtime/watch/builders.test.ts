import 'reflect-metadata';
import { createPool } from 'generic-pool';
import knex from 'knex';
import { createClientPool } from 'redis';
import { Sequelize } from 'sequelize';
import { Pool as Tarn } from 'tarn';
import { DataSource } from 'typeorm';
import { describe, expect, test } from 'vitest';
import { pause } from '../detector/holding.ts';
import { isReachable, services } from './services.ts';
import { watching } from './watching.ts';

const [hasPostgres, hasRedis] = [await isReachable('postgres'), await isReachable('redis')];
const { host, port, user, database } = services.postgres;

const memory = {
  create: () => Promise.resolve({ id: Math.random() }),
  destroy: () => Promise.resolve(),
};

describe('generic-pool', () => {
  test('holds, a long one, a second release', async () => {
    const pool = createPool(memory, { max: 1, acquireTimeoutMillis: 100 });
    const seen = watching(pool);
    const resource = await pool.acquire();
    await expect(pool.acquire()).rejects.toThrow('1 held from test/runtime/watch/builders.test.ts');
    await pause(700);
    expect(seen.reports[2]?.message).toMatch(/has been held for \d+ ms\./);
    await pool.release(resource);
    await expect(pool.release(resource)).rejects.toThrow('not currently part of this pool');
    expect(seen.reports.map(({ kind }) => kind)).toEqual([
      'nested-acquire',
      'acquire-failed',
      'idle-hold',
      'returned-late',
      'double-release',
    ]);
    expect(seen.proven()).toEqual(['acquire-failed', 'double-release']);
    await pool.use(() => Promise.resolve(1));
    expect(seen.pool.stats()).toMatchObject({ held: 0, acquired: 2, max: 1, failed: 1 });
  });
});

describe('tarn', () => {
  test('holds, a timeout, a second release', async () => {
    const pool = new Tarn({ ...memory, min: 0, max: 1, acquireTimeoutMillis: 100 });
    const seen = watching(pool);
    const resource = await pool.acquire().promise;
    await expect(pool.acquire().promise).rejects.toThrow('1 held from test/');
    pool.release(resource);
    pool.release(resource);
    expect(seen.proven()).toEqual(['acquire-failed', 'double-release']);
    expect(seen.pool.stats()).toMatchObject({ held: 0, open: 1, idle: 1, max: 1 });
    await pool.destroy();
  });
});

describe.skipIf(!hasPostgres)('Knex', () => {
  test('"the pool is probably full" says who holds the connections', async () => {
    const db = knex({
      client: 'pg',
      connection: { host, port, user, database },
      pool: { min: 0, max: 1 },
      acquireConnectionTimeout: 1500,
    });
    const seen = watching(db);
    const transaction = await db.transaction();
    await transaction.raw('select 1');
    const error: unknown = await db.raw('select 1').catch((reason: unknown) => reason);
    expect(String(error)).toContain('The pool is probably full');
    expect(String(error)).toMatch(/1 held from .*last statement: select 1/);
    await pause(400);
    expect(seen.reports.map(({ kind }) => kind)).toContain('idle-hold');
    await transaction.rollback();
    await db.raw('select pg_sleep(0.5)');
    expect(seen.pool.stats()).toMatchObject({ held: 0, failed: 1 });
    expect(seen.reports.at(-1)?.kind).toBe('returned-late');
    await db.destroy();
  });
});

describe.skipIf(!hasPostgres)('Sequelize', () => {
  test('a transaction that is never finished', async () => {
    const db = new Sequelize(database, user, '', {
      host,
      port,
      dialect: 'postgres',
      logging: false,
      pool: { max: 1, acquire: 1500 },
    });
    const seen = watching(db);
    const transaction = await db.transaction();
    await expect(db.query('select 1')).rejects.toThrow('1 held from');
    await pause(400);
    expect(seen.reports.map(({ kind }) => kind).sort()).toEqual(['acquire-failed', 'idle-hold']);
    await transaction.rollback();
    await db.query('select pg_sleep(0.5)');
    expect(seen.reports).toHaveLength(3);
    expect(seen.pool.stats().held).toBe(0);
    await db.close();
  });
});

describe.skipIf(!hasPostgres)('TypeORM', () => {
  test('a query runner that is never released', async () => {
    const source = new DataSource({
      type: 'postgres',
      host,
      port,
      username: user,
      database,
      poolSize: 1,
    });
    await source.initialize();
    const seen = watching(source);
    const runner = source.createQueryRunner();
    await runner.query('select 1');
    await pause(500);
    expect(seen.reports[0]).toMatchObject({ kind: 'idle-hold', lastStatement: 'select 1' });
    expect(seen.reports[0]?.site).toContain('builders.test.ts');
    await runner.release();
    await source.query('select 1');
    expect(seen.pool.stats()).toMatchObject({ held: 0, acquired: 2 });
    await source.destroy();
  });

  test('before it is initialised it has no pool', () => {
    const source = new DataSource({ type: 'postgres', host, port });
    expect(() => watching(source)).toThrow('has no pool yet');
  });
});

describe.skipIf(!hasRedis)('the redis pool', () => {
  test('holds of execute and of commands; a thrown error gives the client back', async () => {
    const pool = createClientPool({ url: `redis://${services.redis.host}:${services.redis.port}` });
    await pool.connect();
    const seen = watching(pool);
    await pool.execute(client => client.ping());
    await expect(
      pool.execute(() => {
        throw new Error('mine');
      }),
    ).rejects.toThrow('mine');
    expect(await pool.ping()).toBe('PONG');
    const held = pool.execute(() => pause(700));
    await pause(650);
    expect(seen.pool.stats()).toMatchObject({ held: 1, acquired: 4 });
    await held;
    await pause(5);
    expect(seen.pool.stats().held).toBe(0);
    expect(seen.reports.map(({ kind }) => kind)).toEqual(['idle-hold', 'returned-late']);
    pool.destroy();
  });
});
