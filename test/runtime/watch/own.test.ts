import { expect, test } from 'vitest';
import { createPool } from '../../../src/runtime/pool/pool.ts';
import { collectGarbage, pause } from '../detector/holding.ts';
import { watching } from './watching.ts';

const adapter = {
  create: () => Promise.resolve({ query: () => Promise.resolve([]) }),
  destroy: () => Promise.resolve(),
};

test('our own pool: a lost lease is proven, `use` is a scope, stats are read', async () => {
  const pool = createPool({ ...adapter, name: 'own', max: 2 });
  const seen = watching(pool, { idleMs: 60_000 });
  const lose = async () => {
    const lease = await pool.acquire();
    return lease.isOpen;
  };
  expect(await lose()).toBe(true);
  await pool.use(() => fetch('http://127.0.0.1:19999/').catch(() => undefined));
  await pause(250);
  await collectGarbage();
  expect([...seen.proven()].sort()).toEqual(['foreign-await', 'lost-lease']);
  expect(seen.pool.stats()).toMatchObject({ name: 'own', held: 1, leaked: 1, acquired: 2, max: 2 });
  seen.watch.unwatch();
  await pool.close({ deadlineMs: 1 });
});
