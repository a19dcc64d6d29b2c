import type { Lease } from '../../../src/runtime/pool/lease.ts';
import { createPool, type Pool } from '../../../src/runtime/pool/pool.ts';
import type { PoolOptions } from '../../../src/runtime/pool/options.ts';
import { settle } from './clock.ts';
import { FakeDriver, type FakeConnection } from './fake-driver.ts';

/** One acquire, and what became of it. */
export interface Attempt {
  readonly order: number;
  readonly priority: number;
  readonly isPatient: boolean;
  readonly controller: AbortController;
  state: 'waiting' | 'held' | 'released' | 'failed';
  lease: Lease<FakeConnection> | undefined;
  error: unknown;
}

/** A pool over a fake driver, and everything that was asked of it. */
export class World {
  readonly driver = new FakeDriver();
  readonly pool: Pool<FakeConnection>;
  readonly attempts: Attempt[] = [];
  /** In the order in which they were served. */
  readonly served: Attempt[] = [];
  closed: 'no' | 'closing' | 'closed' = 'no';

  constructor(options: Partial<PoolOptions<FakeConnection>>) {
    this.pool = createPool({ ...this.driver, name: 'model', ...options });
  }

  /** Asks for a connection, and keeps what comes of it. */
  acquire(timeoutMs: number | undefined, priority: number): void {
    const controller = new AbortController();
    const attempt: Attempt = {
      ...{ order: this.attempts.length, priority, isPatient: timeoutMs === undefined, controller },
      ...{ state: 'waiting', lease: undefined, error: undefined },
    };
    this.attempts.push(attempt);
    this.pool.acquire({ timeoutMs, priority, signal: controller.signal }).then(
      lease => {
        attempt.state = 'held';
        attempt.lease = lease;
        this.served.push(attempt);
      },
      (error: unknown) => {
        attempt.state = 'failed';
        attempt.error = error;
      },
    );
  }

  /** The attempts in one state. */
  in(state: Attempt['state']): readonly Attempt[] {
    return this.attempts.filter(attempt => attempt.state === state);
  }

  /** Begins to close. */
  close(deadlineMs: number): void {
    if (this.closed === 'no') this.closed = 'closing';
    void this.pool.close({ deadlineMs }).then(() => (this.closed = 'closed'));
  }

  /** Throws if something holds that never may. */
  async check(): Promise<void> {
    await settle();
    const complaint = this.#complaint();
    if (complaint !== undefined) throw new Error(complaint);
  }

  #complaint(): string | undefined {
    const { pool, driver } = this;
    const stats = pool.stats();
    const live = this.in('held').filter(({ lease }) => lease?.isOpen === true);
    const connections = new Set(live.map(({ lease }) => lease?.connection));
    if (connections.size !== live.length) return 'A connection has two holders.';
    if (live.length !== stats.held) return `${live.length} are held, stats say ${stats.held}.`;
    if (pool.ledger.size !== stats.held) return `The ledger has ${pool.ledger.size} holds.`;
    if (stats.acquired !== stats.released + stats.held) return 'acquired ≠ released + held';
    const open = stats.idle + stats.held + stats.checking;
    if (stats.connected !== stats.destroyed + open) return 'connected ≠ destroyed + open';
    if (stats.waiting !== this.in('waiting').length) return 'A waiter was lost.';
    if (driver.live.size > stats.open) return `${driver.live.size} live, ${stats.open} counted.`;
    return this.#sleeper() ?? this.#queueJumper();
  }

  /** Nobody waits while a connection is free, or could be opened. */
  #sleeper(): string | undefined {
    const stats = this.pool.stats();
    if (stats.state !== 'open' || stats.waiting <= stats.connecting + stats.checking) return;
    if (stats.idle > 0) return `${stats.waiting} wait, ${stats.idle} are idle.`;
    const isPausing = stats.connectFailed > 0;
    return stats.open < stats.limit && !isPausing ? 'Nobody connects for a waiter.' : undefined;
  }

  /** Of two that waited together with the same priority, the first is served first. */
  #queueJumper(): string | undefined {
    for (const served of this.served.splice(0)) {
      const passedOver = this.in('waiting').find(
        other => other.priority >= served.priority && other.order < served.order,
      );
      if (passedOver) return `${served.order} was served before ${passedOver.order}.`;
    }
    return undefined;
  }
}
