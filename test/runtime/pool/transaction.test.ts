import { describe, expect, test } from 'vitest';
import { TransactionFailedError } from '../../../src/runtime/pool/errors.ts';
import type { FakeConnection } from './fake-driver.ts';
import { settle } from './clock.ts';
import { makePool } from './make.ts';

function watchStatements(connection: FakeConnection, failing?: string): string[] {
  const said: string[] = [];
  const { query } = connection;
  connection.query = text => {
    said.push(text);
    return text === failing ? Promise.reject(new Error(failing)) : query.call(connection, text);
  };
  return said;
}

async function withStatements(failing?: string) {
  const made = makePool({ max: 1 });
  const said = await made.pool.use(({ connection }) => watchStatements(connection, failing));
  await settle();
  return { ...made, said };
}

describe('a transaction', () => {
  test('is committed when its work returns', async () => {
    const { pool, said } = await withStatements();
    expect(await pool.transaction(lease => lease.query('insert'))).toBe('insert');
    expect(said).toEqual(['BEGIN', 'insert', 'COMMIT']);
  });

  test('begins as it was told to', async () => {
    const { pool, said } = await withStatements();
    await pool.transaction(() => 1, { begin: 'BEGIN READ ONLY' });
    expect(said).toEqual(['BEGIN READ ONLY', 'COMMIT']);
  });

  test('is rolled back when its work throws, and the error is the one of the work', async () => {
    const { pool, said } = await withStatements();
    const work = () => Promise.reject(new Error('of the work'));
    await expect(pool.transaction(work)).rejects.toThrow('of the work');
    expect(said).toEqual(['BEGIN', 'ROLLBACK']);
    expect(pool.stats().idle + pool.stats().checking).toBe(1);
  });

  test('is rolled back when the server will not commit it', async () => {
    const { pool, said } = await withStatements();
    const work = ({ connection }: { connection: FakeConnection }) => {
      connection.transaction = 'failed';
    };
    await expect(pool.transaction(work)).rejects.toBeInstanceOf(TransactionFailedError);
    expect(said).toEqual(['BEGIN', 'ROLLBACK']);
  });

  test('that cannot be rolled back ends with its connection', async () => {
    const { driver, pool, said } = await withStatements('ROLLBACK');
    const work = () => Promise.reject(new Error('of the work'));
    await expect(pool.transaction(work)).rejects.toThrow('of the work');
    await settle();
    expect(said).toEqual(['BEGIN', 'ROLLBACK']);
    expect(driver.live.size).toBe(0);
  });

  test('that is left open by hand is reported, and undone with its connection', async () => {
    const { driver, pool, kinds } = await withStatements();
    await pool.use(lease => lease.query('BEGIN'));
    await settle();
    expect(kinds()).toEqual(['left-in-transaction', 'connection-closed']);
    expect({ live: driver.live.size, left: pool.stats().leftInTransaction }).toEqual({
      ...{ live: 0, left: 1 },
    });
  });
});
