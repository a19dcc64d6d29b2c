import { createServer } from 'node:http';
import { Pool, type PoolClient } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { unwatch, watch } from '../../../src/runtime/watch/watch.ts';
import { pause } from '../detector/holding.ts';
import { isReachable, services } from './services.ts';
import { watching, type Watching } from './watching.ts';

const isThere = await isReachable('postgres');

describe.skipIf(!isThere)('pg.Pool', () => {
  let pool: Pool;
  let seen: Watching;

  beforeEach(() => {
    pool = new Pool({ ...services.postgres, max: 2, connectionTimeoutMillis: 300 });
    seen = watching(pool);
  });

  afterEach(async () => {
    seen.watch.unwatch();
    await pool.end();
  });

  test('holds begin and end, with their statements', async () => {
    const client = await pool.connect();
    const [hold] = seen.pool.ledger.live;
    await client.query('select 1');
    await client.query({ text: 'select 2' });
    expect(hold?.usage).toMatchObject({ statements: 2, running: 0, lastStatement: 'select 2' });
    client.release();
    await pool.query('select 3');
    expect(seen.pool.stats()).toMatchObject({ held: 0, acquired: 2, max: 2, open: 1, idle: 1 });
    expect(seen.reports).toEqual([]);
  });

  test('a leak is reported with its line', async () => {
    const client = await pool.connect();
    await client.query('select 1');
    await pause(500);
    expect(seen.reports).toHaveLength(1);
    expect(seen.reports[0]?.site).toMatch(/^test\/runtime\/watch\/pg\.test\.ts:\d+$/);
    expect(seen.reports[0]).toMatchObject({ kind: 'idle-hold', lastStatement: 'select 1' });
    client.release();
    expect(seen.reports[1]?.kind).toBe('returned-late');
  });

  test('a slow statement is none', async () => {
    const client = await pool.connect();
    await client.query('select pg_sleep(0.6)');
    client.release();
    await pool.query('select pg_sleep(0.6)');
    await expect(pool.query('select no_such_column')).rejects.toThrow('no_such_column');
    expect(seen.reports).toEqual([]);
  });

  test('fetch while a connection is held is proven', async () => {
    const server = createServer((_request, response) => response.end('ok'));
    await new Promise<void>(resolve => server.listen(0, resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const ask = async (client: PoolClient) => {
      await client.query('select 1');
      await fetch(`http://127.0.0.1:${port}/slow?key=1`).then(response => response.text());
    };
    const prescribe = async () => {
      const client = await pool.connect();
      await ask(client);
      client.release();
    };
    await prescribe();
    expect(seen.proven()).toEqual(['foreign-await']);
    expect(seen.reports[0]?.foreign?.url).toBe(`http://127.0.0.1:${port}/slow`);
    server.closeAllConnections();
    server.close();
  });

  test('a timeout says who holds the connections', async () => {
    const clients = [await pool.connect(), await pool.connect()];
    const error: unknown = await pool.connect().catch((reason: unknown) => reason);
    for (const client of clients) client.release();
    expect(String(error)).toContain('timeout exceeded when trying to connect\n2 held from test/');
    expect(error).toMatchObject({ holders: [{ statements: 0 }, { statements: 0 }] });
    expect(seen.proven()).toEqual(['acquire-failed']);
    expect(seen.pool.stats()).toMatchObject({ failed: 1, timedOut: 1, waiting: 0 });
  });

  test('a second release is reported, and throws as before', async () => {
    const client = await pool.connect();
    client.release();
    expect(() => client.release()).toThrow('already been released');
    expect(seen.proven()).toEqual(['double-release']);
    expect(seen.reports[0]?.message).toMatch(/was released a second time at test\/.*pg\.test\.ts:/);
  });

  test('a stale release through the callback form is told from the next holder', async () => {
    const done = await new Promise<() => void>((resolve, reject) => {
      pool.connect((error, _client, release) => (error ? reject(error) : resolve(release)));
    });
    done();
    const other = await pool.connect();
    expect(done).toThrow('already been released');
    expect(seen.reports[0]?.message).toContain('while somebody else holds it');
    other.release();
  });

  test('a second connection of the same pool', async () => {
    async function transfer() {
      const client = await pool.connect();
      await client.query('select 1');
      await log();
      client.release();
    }
    async function log() {
      const client = await pool.connect();
      client.release();
    }
    await transfer();
    expect(seen.proven()).toEqual(['nested-acquire']);
  });

  test('two at a time are not nested', async () => {
    const work = async () => {
      const client = await pool.connect();
      await client.query('select 1');
      client.release();
    };
    await Promise.all([work(), work(), work(), pool.query('select 1')]);
    await Promise.all([work(), work()]);
    expect(seen.reports).toEqual([]);
  });

  test('watching twice is watching once; afterwards the pool is as it was', async () => {
    expect(watch(pool)).toBe(seen.watch);
    expect(unwatch(pool)).toBe(true);
    expect(Object.keys(pool)).not.toContain('connect');
    expect(Object.hasOwn(pool, 'connect') || Object.hasOwn(pool, 'query')).toBe(false);
    const client = await pool.connect();
    await pause(400);
    client.release();
    expect(seen.reports).toEqual([]);
    expect(unwatch(pool)).toBe(false);
  });

  test('a reclaimed connection is closed, and the pool goes on', async () => {
    seen.watch.unwatch();
    seen = watching(pool, { reclaimAfterMs: 100 });
    await pool.connect();
    await pool.connect();
    await pause(700);
    expect(seen.pool.stats().held).toBe(0);
    await pool.query('select 1');
  });
});

test('an object that is no pool is refused', () => {
  expect(() => watch({})).toThrow('The object is no pool that can be watched');
});
