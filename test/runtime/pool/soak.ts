import { createPool, type Pool } from '../../../src/runtime/pool/pool.ts';
import type { PoolStats } from '../../../src/runtime/pool/stats.ts';
import type { TransactionState } from '../../../src/runtime/pool/adapter.ts';

interface Connection {
  transaction: TransactionState;
  readonly breakOff: (error: Error) => void;
}

/** What is left of a soak. */
export interface Soaked {
  readonly stats: PoolStats;
  /** Of the pool's histograms. */
  readonly waits: number;
  readonly uses: number;
  /** After each third of the work, with garbage collected where that can be asked for. */
  readonly heapBytes: readonly number[];
  /** Timers and sockets beyond those of before. */
  readonly resources: number;
  readonly live: number;
}

/** A driver that fails, hangs up and answers late by chance; the same chance each time. */
class UnreliableDriver {
  readonly live = new Set<Connection>();
  #seed = 1;

  /** Whether something of this likelihood happens now. */
  happens(likelihood: number): boolean {
    this.#seed = (this.#seed * 48_271) % 2_147_483_647;
    return this.#seed / 2_147_483_647 < likelihood;
  }

  readonly create = async ({ broken }: { broken(error: unknown): void }): Promise<Connection> => {
    if (this.happens(0.3)) await turn();
    if (this.happens(0.05)) throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const connection: Connection = { transaction: 'none', breakOff: broken };
    this.live.add(connection);
    return connection;
  };

  readonly destroy = async (connection: Connection): Promise<void> => {
    if (this.happens(0.3)) await turn();
    this.live.delete(connection);
  };

  readonly transactionState = ({ transaction }: Connection): TransactionState => transaction;

  readonly validate = (): boolean => !this.happens(0.02);
}

/** Works with a pool over an unreliable driver, by fifty workers at once, and closes it. */
export async function soak(operations: number): Promise<Soaked> {
  const driver = new UnreliableDriver();
  const limits = { max: 10, min: 2, maxUses: 200, backoffMs: 1, backoffMaxMs: 2 };
  const before = process.getActiveResourcesInfo().length;
  const { create, destroy, transactionState, validate } = driver;
  const adapter = { create, destroy, transactionState, validate };
  const pool = createPool({ ...adapter, ...limits, validateAfterIdleMs: 0 });
  const heapBytes: number[] = [];
  for (let third = 0; third < 3; third += 1) {
    const each = Math.ceil(operations / 150);
    await Promise.all(Array.from({ length: 50 }, () => work(pool, driver, each)));
    globalThis.gc?.();
    heapBytes.push(process.memoryUsage().heapUsed);
  }
  await pool.close({ deadlineMs: 1_000 });
  const resources = process.getActiveResourcesInfo().length - before;
  const { waits, uses } = pool.ledger;
  const counted = { stats: pool.stats(), waits: waits.count, uses: uses.count };
  return { ...counted, heapBytes, resources, live: driver.live.size };
}

async function work(pool: Pool<Connection>, driver: UnreliableDriver, each: number): Promise<void> {
  for (let done = 0; done < each; done += 1) {
    const controller = new AbortController();
    const options = driver.happens(0.02) ? { signal: controller.signal } : {};
    const asked = pool.acquire(driver.happens(0.01) ? { ...options, timeoutMs: 1 } : options);
    controller.abort();
    // What it rejects with is the pool's business; its counts tell.
    const lease = await asked.catch(() => undefined);
    if (lease === undefined) continue;
    const { connection } = lease;
    if (driver.happens(0.2)) await turn();
    if (driver.happens(0.005)) connection.transaction = 'open';
    if (driver.happens(0.005)) connection.breakOff(new Error('reset by peer'));
    lease.release(driver.happens(0.005) ? new Error('broken') : undefined);
    if (driver.happens(0.01)) lease.release();
  }
}

function turn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
