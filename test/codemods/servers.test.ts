import mysql from 'mysql2/promise';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isReachable, services } from '../runtime/watch/services.ts';
import { functionsOf, load, settle } from './oracle.ts';
import { World } from './recording.ts';
import { textOf } from './workshop.ts';

const statements = [
  'create table a (id int, n int, name varchar(20))',
  'create table b (id int, n int, name varchar(20))',
  "insert into a values (1, 1, 'x'), (2, 1, 'y')",
];

/** A connection whose k-th statement is one that the server refuses. */
interface Runner {
  query(text: string, ...rest: readonly unknown[]): unknown;
}

/** Counts the statements of a run; the one of this number becomes a mistake. */
function failing(at: number) {
  let count = 0;
  return <Connection extends Runner>(connection: Connection): Connection => {
    const { query } = connection;
    connection.query = (text, ...rest) => {
      count += 1;
      return query.call(connection, count === at ? 'mistake' : text, ...rest);
    };
    return connection;
  };
}

/** Runs all functions of a fixture, each with every statement failing once. */
async function runAll(
  path: string,
  drivers: (spoil: ReturnType<typeof failing>) => Readonly<Record<string, unknown>>,
  check: (what: string) => Promise<void>,
): Promise<void> {
  const source = textOf(path);
  for (const name of functionsOf(source)) {
    for (let at = 0; at <= 4; at++) {
      const call = load(source, new World([]), drivers(failing(at)))[name];
      if (call !== undefined) await settle(call).catch(() => undefined);
      await check(`${name}, statement ${at} fails`);
    }
  }
}

describe.skipIf(!(await isReachable('postgres')))('on a PostgreSQL', () => {
  const { host, port, user } = services.postgres;
  const options = '-c search_path=pool_codemods';
  const pool = new pg.Pool({ host, port, user, database: 'postgres', max: 2, options });
  // Whoever is cut off sees it where it waits.
  pool.on('error', () => undefined);
  beforeAll(async () => {
    await pool.query('drop schema if exists pool_codemods cascade; create schema pool_codemods');
    for (const statement of statements) await pool.query(statement);
  });
  afterAll(async () => {
    await pool.query('drop schema pool_codemods cascade');
    await pool.end();
  });

  test.each(['try-finally/pg', 'await-using/adapter'])('%s gives everything back', async name => {
    const drivers = (spoil: ReturnType<typeof failing>) => ({
      pg: {
        Pool: class {
          connect = async () => unspoil(spoil, await pool.connect());
        },
      },
    });
    await runAll(`fixtures/codemods/${name}.out.ts`, drivers, async what => {
      expect(pool.idleCount, what).toBe(pool.totalCount);
    });
  });

  /** The pool keeps its connections: what one run did to one must not reach the next. */
  function unspoil(spoil: ReturnType<typeof failing>, client: pg.PoolClient): pg.PoolClient {
    Reflect.deleteProperty(client, 'query');
    return spoil(client as Runner) as pg.PoolClient;
  }
});

describe.skipIf(!(await isReachable('mariadb')))('on a MariaDB', () => {
  const { host, port, user } = services.mariadb;
  const root = mysql.createPool({ host, port, user });
  // One connection only: where it is not given back, the next statement waits for ever.
  const database = 'pool_codemods';
  const pool = mysql.createPool({ host, port, user, database, connectionLimit: 1 });
  beforeAll(async () => {
    await root.query(`drop database if exists ${database}`);
    await root.query(`create database ${database}`);
    for (const statement of statements) await pool.query(statement);
  });
  afterAll(async () => {
    await root.query(`drop database ${database}`);
    await Promise.all([pool.end(), root.end()]);
  });

  test.each(['try-finally/transactions', 'await-using/mysql2'])(
    '%s gives everything back, with no transaction open',
    async name => {
      const drivers = (spoil: ReturnType<typeof failing>) => {
        const getConnection = async () => {
          const connection = await pool.getConnection();
          Reflect.deleteProperty(connection, 'query');
          return spoil(connection as Runner);
        };
        return { 'mysql2/promise': { createPool: () => ({ getConnection }) } };
      };
      await runAll(`fixtures/codemods/${name}.out.ts`, drivers, async what => {
        const [rows] = await pool.query('select @@in_transaction as open');
        expect(rows, what).toEqual([{ open: 0 }]);
      });
    },
  );
});
