import { EventEmitter } from 'node:events';
import PgPool from 'pg-pool';
import { Pool as TarnPool } from 'tarn';
import { createPool } from '../../../src/runtime/pool/pool.ts';
import { FakeDriver } from './fake-driver.ts';

/** What was acquired: which connection it is, and how it is given back. */
export interface Held {
  readonly connection: unknown;
  release(): void;
}

/** A pool, by what the small model needs of it. */
export interface Subject {
  acquire(): Promise<Held>;
}

/** A client that `pg-pool` takes for one of `pg`. */
class FakeClient extends EventEmitter {
  readonly _queryable = true;
  readonly _ending = false;
  connect(done: () => void): void {
    queueMicrotask(done);
  }
  end(done?: () => void): void {
    if (done) queueMicrotask(done);
  }
  isConnected(): boolean {
    return true;
  }
}

/** Pools of one connection or more, over connections to no server. */
export const subjects: Readonly<Record<string, (max: number) => Subject>> = {
  ours(max) {
    const pool = createPool({ ...new FakeDriver(), max });
    return {
      async acquire() {
        const lease = await pool.acquire();
        return { connection: lease.connection, release: () => lease.release() };
      },
    };
  },
  tarn(max) {
    const create = () => Promise.resolve({});
    const pool = new TarnPool({ create, destroy: () => undefined, min: 0, max });
    return {
      async acquire() {
        const connection = await pool.acquire().promise;
        return { connection, release: () => void pool.release(connection) };
      },
    };
  },
  'pg-pool'(max) {
    // It asks of its client what `FakeClient` has, less than its typings ask.
    const Client = FakeClient as unknown as ConstructorParameters<typeof PgPool>[1];
    const pool = new PgPool({ max, idleTimeoutMillis: 0 }, Client);
    return {
      async acquire() {
        const client = await pool.connect();
        return { connection: client, release: () => client.release() };
      },
    };
  },
};
