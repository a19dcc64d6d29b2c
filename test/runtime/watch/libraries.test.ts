import { EventEmitter } from 'node:events';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { describe, expect, test, vi } from 'vitest';
import { pause } from '../detector/holding.ts';
import { watching } from './watching.ts';

type Done = (error: Error | undefined, result?: object) => void;

/** What `pg` and what is built on it ask of a client. It answers, but to one statement with an error. */
function clientFailingAt(statement: string) {
  return class extends EventEmitter {
    connect(done: Done): void {
      process.nextTick(done);
    }
    end(done?: Done): void {
      if (done) process.nextTick(done, undefined);
    }
    query(text: string | { readonly text: string }): Promise<object> {
      const asked = typeof text === 'string' ? text : text.text;
      if (asked.startsWith(statement)) return Promise.reject(new Error('57014: took too long'));
      return Promise.resolve({ command: 'SELECT', rowCount: 0, rows: [], fields: [] });
    }
  };
}

function poolFailingAt(statement: string): pg.Pool {
  // It has what the pool uses of a client, which is less than the typings ask.
  const Client = clientFailingAt(statement) as unknown as typeof pg.Client;
  return new pg.Pool({ Client, max: 2 } as pg.PoolConfig);
}

/** The one report of a connection that nobody gives back. */
async function leakOf(seen: ReturnType<typeof watching>) {
  await vi.waitUntil(() => seen.reports.length > 0, { timeout: 20_000 });
  expect(seen.reports.map(({ kind }) => kind)).toEqual(['idle-hold']);
  expect(seen.pool.stats().held).toBe(1);
  return seen.reports[0];
}

describe('a library that loses a connection', () => {
  test('drizzle, when BEGIN fails: the caller of the transaction is named', async () => {
    const pool = poolFailingAt('begin');
    const seen = watching(pool);
    const db = drizzle(pool);
    const transaction = db.transaction(async tx => tx.execute(sql`select 1`));
    await expect(transaction).rejects.toThrow();
    const leak = await leakOf(seen);
    expect(leak?.rule).toBe('pool/no-leaked-connection');
    expect(leak?.site).toContain('libraries.test.ts');
  });

  test('Kysely, when COMMIT of a controlled transaction fails', async () => {
    const pool = poolFailingAt('commit');
    const seen = watching(pool);
    const db = new Kysely<Record<string, never>>({ dialect: new PostgresDialect({ pool }) });
    const transaction = await db.startTransaction().execute();
    await expect(transaction.commit().execute()).rejects.toThrow('57014');
    // It asks for the connection in a callback of its own, so no caller is on the stack.
    expect((await leakOf(seen))?.site).toBeUndefined();
    await transaction.rollback().execute();
    expect(seen.reports.at(-1)?.kind).toBe('returned-late');
    expect(seen.pool.stats().held).toBe(0);
  });

  test('neither, when nothing fails', async () => {
    const pool = poolFailingAt('nothing');
    const seen = watching(pool);
    await drizzle(pool).transaction(async tx => tx.execute(sql`select 1`));
    const db = new Kysely<Record<string, never>>({ dialect: new PostgresDialect({ pool }) });
    const transaction = await db.startTransaction().execute();
    await transaction.commit().execute();
    await pause(700);
    expect([seen.reports, seen.pool.stats().held]).toEqual([[], 0]);
  });
});
