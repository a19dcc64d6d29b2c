import { readClock } from '../clock.ts';
import { Alarm, withinMs } from './alarm.ts';
import type { PoolCore } from './core.ts';
import { ConnectError } from './errors.ts';
import type { Slot } from './slot.ts';
import { circumstancesOf } from './stats.ts';
import { learn, troubleOf } from './trouble.ts';

/**
 * Opens connections.
 *
 * After a failure one attempt at a time, with pauses that double and that chance shortens, so that many
 * processes do not return together to a server that is just getting up.
 */
export class Connector<Connection extends object> {
  /** Why the last attempt failed, until one succeeds. */
  lastError: unknown = undefined;
  readonly #core: PoolCore<Connection>;
  readonly #retry: Alarm;
  readonly #grow: Alarm;
  #failures = 0;
  #retryAt = 0;

  constructor(core: PoolCore<Connection>) {
    this.#core = core;
    this.#retry = new Alarm(now => core.pump(now));
    this.#grow = new Alarm(now => {
      core.limit = core.limits.max;
      core.pump(now);
    });
  }

  /** Begins to open a connection; false while that has to wait. */
  open(now = readClock()): boolean {
    const { slots } = this.#core;
    if (this.#failures > 0 && slots.connecting > 0) return false;
    if (now < this.#retryAt) {
      this.#retry.by(this.#retryAt);
      return false;
    }
    void this.#connect(slots.add(this.#core));
    return true;
  }

  /** Gives up all attempts. */
  stop(): void {
    this.#retry.stop();
    this.#grow.stop();
    for (const slot of this.#core.slots.all()) {
      if (slot.state === 'connecting') slot.attempt.abort();
    }
  }

  /** Whether the pool is smaller than it should be, because the server was full. */
  get isShrunk(): boolean {
    return this.#grow.at < Infinity;
  }

  async #connect(slot: Slot<Connection>): Promise<void> {
    const core = this.#core;
    const { adapter, limits } = core;
    const start = readClock();
    const { signal } = slot.attempt;
    const broken = (error: unknown) => {
      learn(core, slot, error);
      core.doom(slot, 'broken', error);
    };
    try {
      const connection = await withinMs<Connection>(
        () => adapter.create({ signal, broken }),
        limits.connectTimeoutMs,
        'Connecting',
        late => void core.discard(late),
      );
      if (slot.state !== 'connecting') return void core.discard(connection);
      slot.connection = connection;
      const left = start + limits.connectTimeoutMs - readClock();
      if (adapter.setup !== undefined) {
        await withinMs(() => adapter.setup?.(connection), left, 'Setting up a connection');
      }
    } catch (error) {
      this.#failed(slot, error);
      return;
    }
    core.ledger.connected(readClock() - start);
    // A close that lost patience has taken it away during the setup.
    if (slot.state === 'connecting') this.#arrived(slot);
  }

  #arrived(slot: Slot<Connection>): void {
    const core = this.#core;
    const { limits, slots } = core;
    const now = readClock();
    this.#failures = 0;
    this.#retryAt = 0;
    this.lastError = undefined;
    slot.expiresAt = now + limits.maxLifetimeMs * (1 - limits.lifetimeJitter * Math.random());
    slot.idleSince = now;
    const isOneTooMany = slots.size - slots.closing > core.limit;
    if (core.state === 'closing') slot.doom ??= 'closed';
    else if (isOneTooMany) slot.doom ??= 'resized';
    if (slot.doom !== undefined) core.retire(slot, slot.doom);
    else {
      core.counts.connected += 1;
      core.reuse(slot, now);
    }
    core.pump();
  }

  #failed(slot: Slot<Connection>, error: unknown): void {
    const core = this.#core;
    if (slot.state !== 'connecting') return;
    core.counts.connectFailed += 1;
    this.lastError = error;
    const pauseMs = this.#pauseMs();
    this.#failures += 1;
    this.#retryAt = readClock() + pauseMs;
    const trouble = troubleOf(core.adapter, error, undefined);
    // What nobody knows, such as a wrong password, is not mended by waiting.
    const waiter = trouble === undefined ? core.queue.shift() : undefined;
    waiter?.reject(new ConnectError(circumstancesOf(core), error));
    if (slot.connection === undefined) core.slots.move(slot, 'gone');
    else core.retire(slot, 'setup-failed');
    slot.attempt.abort(error);
    core.journal.report({ kind: 'connect-failed', error, retryInMs: pauseMs });
    if (trouble === 'full') this.#shrink(error);
    core.onGone?.();
    core.pump();
  }

  #pauseMs(): number {
    const { backoffMs, backoffMaxMs } = this.#core.limits;
    const longest = Math.min(backoffMaxMs, backoffMs * 2 ** this.#failures);
    return longest * (0.5 + Math.random() / 2);
  }

  /** Asks for no more connections than there are, for a while: asking again takes places from others. */
  #shrink(error: unknown): void {
    const core = this.#core;
    const { slots, limits } = core;
    core.limit = Math.max(1, Math.min(core.limit, slots.size));
    this.#grow.stop();
    this.#grow.by(readClock() + limits.shrinkMs * (1 + Math.random() / 2));
    core.journal.report({ kind: 'shrunk', limit: core.limit, error });
  }
}
