import { readClock } from '../clock.ts';
import { findUserSite, toText } from '../detector/call-site.ts';
import { siteOf } from '../detector/describe.ts';
import type { Hold } from '../holds/hold.ts';
import { captureStack, type CapturedStack } from '../holds/stack.ts';
import type { QueryOf } from './adapter.ts';
import { LeaseReleasedError } from './errors.ts';
import type { PoolEvent } from './events.ts';
import type { Slot } from './slot.ts';
import { learn } from './trouble.ts';

const framesOfRelease = 8;

/** Where leases were released. A field for it would be felt: each acquire makes a lease. */
const releases = new WeakMap<Hold, CapturedStack>();

/**
 * The right to use one connection, until it is released.
 *
 * A lease of the past can neither use nor release the connection, whoever has it now.
 */
export class Lease<Connection extends object> {
  readonly #slot: Slot<Connection>;
  readonly #hold: Hold;

  constructor(slot: Slot<Connection>, hold: Hold) {
    this.#slot = slot;
    this.#hold = hold;
  }

  /** What is known about the hold. */
  get hold(): Hold {
    return this.#hold;
  }

  /** Whether the connection may still be used. */
  get isOpen(): boolean {
    return this.#hold.releasedAt === undefined;
  }

  /** The driver's connection. It is the pool's after the release, so do not keep it. */
  get connection(): Connection {
    const hold = this.#hold;
    const { connection } = this.#slot;
    if (connection !== undefined && this.isOpen) return connection;
    this.#slot.core.counts.usedAfterRelease += 1;
    const agoMs = readClock() - (hold.releasedAt ?? hold.acquiredAt);
    const released = Lease.#misused(this, 'use-after-release');
    throw new LeaseReleasedError(this.#slot.core.name, agoMs, siteOf(hold), released);
  }

  /** The connection's own `query`; its time counts as busy. */
  get query(): QueryOf<Connection> {
    const run = (...args: readonly unknown[]) => Lease.#run(this, args);
    // It passes everything on, so it has the driver's own signature.
    return run as QueryOf<Connection>;
  }

  /** Gives the connection back; an error says that it is of no use any more. */
  release(error?: unknown): void {
    if (!this.isOpen) {
      this.#slot.core.counts.doubleReleased += 1;
      Lease.#misused(this, 'double-release');
      return;
    }
    const slot = this.#slot;
    const { core } = slot;
    // A stack costs more than the rest of a release, so only suspicious ones have it taken.
    if (this.#hold.stack !== undefined || core.journal.isSuspicious) {
      releases.set(this.#hold, captureStack(this.release, framesOfRelease));
    }
    if (error !== undefined && error !== null) {
      learn(core, slot, error);
      core.doom(slot, 'broken', error);
    }
    core.giveBack(slot, this.#hold);
  }

  /** Gives the connection back to be closed. */
  destroy(): void {
    if (this.isOpen) this.#slot.core.doom(this.#slot, 'destroyed');
    this.release();
  }

  /** Releases, unless that has been done. */
  [Symbol.dispose](): void {
    if (this.isOpen) this.release();
  }

  /** Releases, unless that has been done. */
  [Symbol.asyncDispose](): Promise<void> {
    if (this.isOpen) this.release();
    return Promise.resolve();
  }

  /** Runs one statement on a lease that nobody else has seen, and releases it. */
  static async runOnce<Connection extends object>(
    lease: Lease<Connection>,
    args: readonly unknown[],
  ): Promise<unknown> {
    const hold = lease.#hold;
    try {
      const connection = lease.connection as Queryable;
      // It is busy from its acquire on, so that moment need not be read once more.
      hold.begin(hold.acquiredAt, textOf(args[0]));
      return await connection.query(...args);
    } catch (error) {
      learn(lease.#slot.core, lease.#slot, error);
      throw error;
    } finally {
      const now = readClock();
      hold.end(now);
      if (lease.isOpen) lease.#slot.core.giveBack(lease.#slot, hold, now);
    }
  }

  // Private methods would mark each lease as it is made, which costs more than the rest of an acquire.
  static #run<Connection extends object>(
    lease: Lease<Connection>,
    args: readonly unknown[],
  ): unknown {
    const hold = lease.#hold;
    const connection = lease.connection as Queryable;
    hold.begin(readClock(), textOf(args[0]));
    let result: unknown;
    try {
      result = connection.query(...args);
    } catch (error) {
      Lease.#failed(lease, error);
    }
    if (!(result instanceof Promise)) {
      hold.end(readClock());
      return result;
    }
    return result.then(
      (value: unknown) => {
        hold.end(readClock());
        return value;
      },
      (error: unknown) => Lease.#failed(lease, error),
    );
  }

  static #failed<Connection extends object>(lease: Lease<Connection>, error: unknown): never {
    lease.#hold.end(readClock());
    learn(lease.#slot.core, lease.#slot, error);
    throw error;
  }

  /** Notes a misuse; the result is where the lease was released. */
  static #misused<Connection extends object>(
    lease: Lease<Connection>,
    kind: Extract<PoolEvent['kind'], 'double-release' | 'use-after-release'>,
  ): string | undefined {
    const { journal } = lease.#slot.core;
    const found = findUserSite(String(releases.get(lease.#hold)?.stack ?? ''));
    const released = found && toText(found);
    journal.isSuspicious = true;
    journal.report({ kind, hold: lease.#hold, released });
    return released;
  }
}

/** Every driver here has `query`; its arguments are its own business. */
interface Queryable {
  query(...args: readonly unknown[]): unknown;
}

function textOf(statement: unknown): string | undefined {
  if (typeof statement === 'string') return statement;
  // Drivers take an object with the text under one of these names.
  const { text, sql } = Object(statement) as { readonly text?: unknown; readonly sql?: unknown };
  const found = text ?? sql;
  return typeof found === 'string' ? found : undefined;
}
