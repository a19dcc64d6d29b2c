import { readClock } from '../clock.ts';
import { findUserSite, toText } from '../detector/call-site.ts';
import { siteOf } from '../detector/describe.ts';
import type { Hold } from '../holds/hold.ts';
import { captureStack, type CapturedStack } from '../holds/stack.ts';
import type { QueryOf } from './adapter.ts';
import type { PoolCore } from './core.ts';
import { LeaseReleasedError } from './errors.ts';
import type { PoolEvent } from './events.ts';
import type { Slot } from './slot.ts';
import { learn } from './trouble.ts';

const framesOfRelease = 8;

/**
 * The right to use one connection, until it is released.
 *
 * A lease of the past can neither use nor release the connection, whoever has it now.
 */
export class Lease<Connection extends object> {
  readonly #core: PoolCore<Connection>;
  readonly #slot: Slot<Connection>;
  readonly #hold: Hold;
  #releasedFrom: CapturedStack | undefined = undefined;

  constructor(core: PoolCore<Connection>, slot: Slot<Connection>, hold: Hold) {
    this.#core = core;
    this.#slot = slot;
    this.#hold = hold;
  }

  /** What is known about the hold. */
  get hold(): Hold {
    return this.#hold;
  }

  /** Whether the connection may still be used. */
  get isOpen(): boolean {
    return this.#slot.hold === this.#hold;
  }

  /** The driver's connection. It is the pool's after the release, so do not keep it. */
  get connection(): Connection {
    const { connection } = this.#slot;
    if (connection === undefined || !this.isOpen) throw this.#misused();
    return connection;
  }

  /** The connection's own `query`; its time counts as busy. */
  get query(): QueryOf<Connection> {
    const run = (...args: readonly unknown[]) => this.#run(args);
    // It passes everything on, so it has the driver's own signature.
    return run as QueryOf<Connection>;
  }

  /** Gives the connection back; an error says that it is of no use any more. */
  release(error?: unknown): void {
    if (!this.isOpen) {
      this.#core.journal.counts.doubleReleased += 1;
      this.#misuse('double-release');
      return;
    }
    const core = this.#core;
    const slot = this.#slot;
    // A stack costs more than the rest of a release, so only suspicious ones have it taken.
    if (this.#hold.stack !== undefined || core.journal.isSuspicious) {
      this.#releasedFrom = captureStack(this.release, framesOfRelease);
    }
    if (error !== undefined && error !== null) {
      learn(core, slot, error);
      core.doom(slot, 'broken', error);
    }
    core.giveBack(slot, this.#hold);
  }

  /** Gives the connection back to be closed. */
  destroy(): void {
    if (this.isOpen) this.#core.doom(this.#slot, 'destroyed');
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

  #run(args: readonly unknown[]): unknown {
    const hold = this.#hold;
    // Every driver here has `query`; its arguments are its own business.
    const connection = this.connection as { query(...rest: readonly unknown[]): unknown };
    hold.begin(readClock(), textOf(args[0]));
    let result: unknown;
    try {
      result = connection.query(...args);
    } catch (error) {
      this.#failed(error);
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
      (error: unknown) => this.#failed(error),
    );
  }

  #failed(error: unknown): never {
    this.#hold.end(readClock());
    learn(this.#core, this.#slot, error);
    throw error;
  }

  #misused(): LeaseReleasedError {
    this.#core.journal.counts.usedAfterRelease += 1;
    const released = this.#misuse('use-after-release');
    const hold = this.#hold;
    const agoMs = readClock() - (hold.releasedAt ?? hold.acquiredAt);
    return new LeaseReleasedError(this.#core.name, agoMs, siteOf(hold), released);
  }

  #misuse(kind: Extract<PoolEvent['kind'], 'double-release' | 'use-after-release'>) {
    const found = findUserSite(String(this.#releasedFrom?.stack ?? ''));
    const released = found && toText(found);
    this.#core.journal.isSuspicious = true;
    this.#core.journal.report({ kind, hold: this.#hold, released });
    return released;
  }
}

function textOf(statement: unknown): string | undefined {
  if (typeof statement === 'string') return statement;
  // Drivers take an object with the text under one of these names.
  const { text, sql } = Object(statement) as { readonly text?: unknown; readonly sql?: unknown };
  const found = text ?? sql;
  return typeof found === 'string' ? found : undefined;
}
