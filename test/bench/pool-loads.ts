import type { Contender } from './pool-contenders.ts';

/** How many connections each pool has. */
export const connections = 10;

/** Processor time, of this process alone, in milliseconds. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Opens all connections, so that no run pays for it. */
async function fill(pool: Contender): Promise<void> {
  const held = await Promise.all(Array.from({ length: connections }, () => pool.acquire()));
  for (const one of held) await pool.release(one);
}

async function work(pool: Contender, workers: number, each: number): Promise<void> {
  if (workers === 1) {
    for (let turn = 0; turn < each; turn += 1) pool.release(await pool.acquire());
    return;
  }
  const run = async () => {
    for (let turn = 0; turn < each; turn += 1) {
      const held = await pool.acquire();
      await null;
      pool.release(held);
    }
  };
  await Promise.all(Array.from({ length: workers }, run));
}

/** Nanoseconds of processor time for one acquire and release, by so many workers at once. */
export async function measureWork(pool: Contender, workers: number, each: number): Promise<number> {
  await fill(pool);
  await work(pool, workers, Math.ceil(each / 4));
  globalThis.gc?.();
  const start = processorMs();
  await work(pool, workers, each);
  return ((processorMs() - start) / (workers * each)) * 1e6;
}

/**
 * The longest that the event loop stands still while so many waiters time out at once, in milliseconds.
 *
 * Processor time between two beats, since wall time would show what else the machine does.
 */
export async function measureStorm(pool: Contender, waiters: number): Promise<number> {
  await fill(pool);
  await Promise.all(Array.from({ length: connections }, () => pool.acquire()));
  const acquires = Promise.allSettled(Array.from({ length: waiters }, () => pool.acquire()));
  let longest = 0;
  let last = processorMs();
  const beat = setInterval(() => {
    const now = processorMs();
    longest = Math.max(longest, now - last);
    last = now;
  }, 5);
  const outcomes = await acquires;
  await new Promise(resolve => setTimeout(resolve, 20));
  clearInterval(beat);
  const rejected = outcomes.filter(({ status }) => status === 'rejected').length;
  if (rejected !== waiters) throw new Error(`${rejected} of ${waiters} timed out.`);
  return longest;
}
