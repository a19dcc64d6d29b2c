import { readClock } from '../clock.ts';
import type { Hold, HoldLedger } from '../holds/hold.ts';
import type { CapturedStack } from '../holds/stack.ts';
import type { QueryOf } from './adapter.ts';
import { PoolCore } from './core.ts';
import type { PoolEvent } from './events.ts';
import { Lease } from './lease.ts';
import { checkSize, type PoolOptions } from './options.ts';
import { shutDown } from './shutdown.ts';
import { statsOf, type PoolStats } from './stats.ts';
import { runInTransaction } from './transaction.ts';
import { WaitingRoom, type AcquireOptions } from './waiting.ts';

/** How a transaction differs from others. */
export interface TransactionOptions extends AcquireOptions {
  /** The statement that begins it, such as `BEGIN ISOLATION LEVEL SERIALIZABLE`. */
  readonly begin?: string | undefined;
}

const noOptions: AcquireOptions = {};

/** A pool of connections that hands out leases. */
export class Pool<Connection extends object> {
  readonly #core: PoolCore<Connection>;
  readonly #room: WaitingRoom<Connection>;
  #closing: Promise<void> | undefined = undefined;

  constructor(options: PoolOptions<Connection>) {
    this.#core = new PoolCore(options);
    this.#room = new WaitingRoom(this.#core);
  }

  /** The name in errors, reports and metrics. */
  get name(): string {
    return this.#core.name;
  }

  /** The live holds; what a detector reads. */
  get ledger(): HoldLedger {
    return this.#core.ledger;
  }

  /** A connection for as long as the caller needs it. Prefer `use`, which gives it back by itself. */
  acquire(options: AcquireOptions = noOptions): Promise<Lease<Connection>> {
    const now = readClock();
    const stack = this.#core.ledger.sample(options.site, this.acquire, now);
    const lease = options.signal?.aborted === true ? undefined : this.#lend(options, now, stack);
    return lease === undefined ? this.#room.enter(options, now, stack) : Promise.resolve(lease);
  }

  /** An idle connection that needs no validation, unless somebody waits. */
  #lend(
    { site }: AcquireOptions,
    now: number,
    stack: CapturedStack | undefined,
  ): Lease<Connection> | undefined {
    const core = this.#core;
    const slot = core.slots.top;
    if (slot === undefined || now >= slot.freshUntil) return undefined;
    if (core.state !== 'open' || core.queue.size > 0) return undefined;
    core.slots.move(slot, 'held');
    return core.lend(slot, now, 0, site, stack);
  }

  /** Runs work with a connection, and takes the connection back when the work is done. */
  async use<Result>(
    work: (lease: Lease<Connection>) => Result | Promise<Result>,
    options?: AcquireOptions,
  ): Promise<Result> {
    const lease = await this.acquire(options);
    try {
      const { runWithin } = this.#core.ledger;
      return await (runWithin === undefined
        ? work(lease)
        : runWithin(lease.hold, () => work(lease)));
    } finally {
      if (lease.isOpen) lease.release();
    }
  }

  /** Runs one statement on whichever connection is free; it has the driver's own signature. */
  get query(): QueryOf<Connection> {
    const run = (...args: readonly unknown[]) => {
      const now = readClock();
      const stack = this.#core.ledger.sample(undefined, run, now);
      const lease = this.#lend(noOptions, now, stack);
      if (lease !== undefined) return Lease.runOnce(lease, args);
      const entered = this.#room.enter(noOptions, now, stack);
      return entered.then(late => Lease.runOnce(late, args));
    };
    // It answers what the driver answers.
    return run as unknown as QueryOf<Connection>;
  }

  /** Runs work in a transaction: commit when it returns, rollback when it throws. */
  transaction<Result>(
    work: (lease: Lease<Connection>) => Result | Promise<Result>,
    options: TransactionOptions = noOptions,
  ): Promise<Result> {
    const { adapter, name } = this.#core;
    return this.use(lease => runInTransaction(lease, adapter, name, work, options.begin), options);
  }

  /** Everything that the pool counts, at this moment; it does not change afterwards. */
  stats(): PoolStats {
    return statsOf(this.#core);
  }

  /** Hears what happens beside the calls; the result ends it. */
  listen(listener: (event: PoolEvent) => void): () => void {
    return this.#core.journal.listen(listener);
  }

  /** Hands out no connection until `resume`; waiters wait, holders go on. */
  suspend(): void {
    if (this.#core.state === 'open') this.#core.state = 'suspended';
  }

  /** Hands out connections again. */
  resume(): void {
    if (this.#core.state !== 'suspended') return;
    this.#core.state = 'open';
    this.#core.pump();
  }

  /** Changes the size; connections too many are closed, held ones when they come back. */
  resize(size: { readonly max?: number; readonly min?: number }): void {
    const core = this.#core;
    const { max = core.limits.max, min = core.limits.min } = size;
    checkSize(max, min);
    core.limits.max = max;
    core.limits.min = min;
    core.limit = core.connector.isShrunk ? Math.min(core.limit, max) : max;
    core.upkeep.review();
  }

  /** Replaces all connections there are now, held ones when they come back: after a failover, or new secrets. */
  evict(): void {
    this.#core.evict();
  }

  /** Takes a connection from its holder and closes it; false when the hold has ended. */
  reclaim(hold: Hold): boolean {
    const slot = this.#core.slots.all().find(other => other.hold === hold);
    if (slot === undefined) return false;
    this.#core.reclaim(slot, hold, 'reclaimed');
    return true;
  }

  /**
   * Closes the pool: waiters are sent away, holders may finish until the deadline, then their
   * connections are closed. Never rejects; every call gets the same promise.
   */
  close({ deadlineMs = 10_000 }: { readonly deadlineMs?: number } = {}): Promise<void> {
    this.#closing ??= shutDown(this.#core, this.#room, deadlineMs);
    return this.#closing;
  }

  /** Closes the pool. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** Makes a pool: `createPool({ ...pg(() => new Client()), max: 5 })`. */
export function createPool<Connection extends object>(
  options: PoolOptions<Connection>,
): Pool<Connection> {
  return new Pool(options);
}
