import { EventEmitter } from 'node:events';
import databases from '@databases/connection-pool';
import genericPool from 'generic-pool';
import { Pool as LightningPool } from 'lightning-pool';
import PgPool from 'pg-pool';
import { Pool as TarnPool } from 'tarn';
import { createPool, LeakDetector } from '../../src/runtime/index.ts';

/** A connection to no server: only the pool's own work is measured. */
interface Connection {
  readonly id: number;
}

/** A pool, by the two calls that are measured. */
export interface Contender {
  acquire(): Promise<unknown>;
  release(held: unknown): unknown;
}

let made = 0;

function makeConnection(): Connection {
  made += 1;
  return { id: made };
}

/** What no pool can beat: an array, a promise and a ring of waiters; no timeout, no check, no clock. */
function bare(max: number): Contender {
  const idle: unknown[] = Array.from({ length: max }, makeConnection);
  let ring = new Array<((held: unknown) => void) | undefined>(16).fill(undefined);
  let head = 0;
  let tail = 0;
  const grow = () => {
    const longer = new Array<((held: unknown) => void) | undefined>(ring.length * 2);
    for (let place = head; place < tail; place += 1) {
      longer[place - head] = ring[place & (ring.length - 1)];
    }
    [ring, tail, head] = [longer, tail - head, 0];
  };
  return {
    acquire() {
      const held = idle.pop();
      if (held !== undefined) return Promise.resolve(held);
      return new Promise(resolve => {
        if (tail - head === ring.length) grow();
        ring[tail & (ring.length - 1)] = resolve;
        tail += 1;
      });
    },
    release(held) {
      if (head === tail) {
        idle.push(held);
        return;
      }
      const place = head & (ring.length - 1);
      const resolve = ring[place];
      ring[place] = undefined;
      head += 1;
      resolve?.(held);
    },
  };
}

function ours(max: number, acquireTimeoutMs: number, isObserved: boolean): Contender {
  const create = makeConnection;
  const pool = createPool({ create, destroy: () => undefined, max, acquireTimeoutMs });
  if (isObserved) new LeakDetector({ onReport: () => undefined }).observe(pool.ledger);
  type Held = Awaited<ReturnType<typeof pool.acquire>>;
  return { acquire: () => pool.acquire(), release: held => (held as Held).release() };
}

/** A client that `pg-pool` takes for one of `pg`. */
class FakeClient extends EventEmitter {
  readonly _queryable = true;
  readonly _ending = false;
  connect(done: () => void): void {
    process.nextTick(done);
  }
  end(done?: () => void): void {
    if (done) process.nextTick(done);
  }
  isConnected(): boolean {
    return true;
  }
}

/** All pools by name; each with `max` connections and a timeout for each acquire. */
export const contenders: Readonly<Record<string, (max: number, timeoutMs: number) => Contender>> = {
  bare,
  ours: (max, timeoutMs) => ours(max, timeoutMs, false),
  'ours, detector': (max, timeoutMs) => ours(max, timeoutMs, true),
  '@databases'(maxSize, queueTimeoutMilliseconds) {
    const pool = databases.default({
      openConnection: () => Promise.resolve(makeConnection()),
      closeConnection: () => Promise.resolve(),
      maxSize,
      queueTimeoutMilliseconds,
    });
    type Held = Awaited<ReturnType<typeof pool.getConnection>>;
    return { acquire: () => pool.getConnection(), release: held => (held as Held).release() };
  },
  'pg-pool'(max, connectionTimeoutMillis) {
    // It asks of its client what `FakeClient` has, less than its typings ask.
    const Client = FakeClient as unknown as ConstructorParameters<typeof PgPool>[1];
    const pool = new PgPool({ max, idleTimeoutMillis: 0, connectionTimeoutMillis }, Client);
    pool.on('error', error => console.error(error));
    type Held = { release(): void };
    return { acquire: () => pool.connect(), release: held => (held as Held).release() };
  },
  'lightning-pool'(max, acquireTimeoutMillis) {
    const create = () => Promise.resolve(makeConnection());
    const destroy = () => Promise.resolve();
    const limits = { min: 0, max, maxQueue: 1e7, acquireTimeoutMillis, validation: false };
    const pool = new LightningPool<Connection>({ create, destroy }, limits);
    return { acquire: () => pool.acquire(), release: held => pool.release(held as Connection) };
  },
  'generic-pool'(max, acquireTimeoutMillis) {
    const create = () => Promise.resolve(makeConnection());
    const destroy = () => Promise.resolve();
    const pool = genericPool.createPool({ create, destroy }, { min: 0, max, acquireTimeoutMillis });
    return { acquire: () => pool.acquire(), release: held => pool.release(held as Connection) };
  },
  tarn(max, acquireTimeoutMillis) {
    const create = () => Promise.resolve(makeConnection());
    const pool = new TarnPool({
      create,
      destroy: () => undefined,
      min: 0,
      max,
      acquireTimeoutMillis,
    });
    return {
      acquire: () => pool.acquire().promise,
      release: held => pool.release(held as Connection),
    };
  },
};
