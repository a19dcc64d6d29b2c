import { readClock } from '../clock.ts';
import { Hold, HoldLedger } from '../holds/hold.ts';
import type { CapturedStack } from '../holds/stack.ts';
import type { Adapter } from './adapter.ts';
import { withinMs } from './alarm.ts';
import { inspect, validate } from './checks.ts';
import { Connector } from './connector.ts';
import type { Reason } from './events.ts';
import { Journal } from './journal.ts';
import { Lease } from './lease.ts';
import { toLimits, type Limits, type PoolOptions } from './options.ts';
import { WaiterQueue } from './queue.ts';
import { Slot, SlotTable } from './slot.ts';
import { Counts, type PoolState } from './stats.ts';
import { Upkeep } from './upkeep.ts';

/**
 * The state of a pool, and the ways a connection goes: to a waiter, back to the idle ones, or away.
 *
 * Every step changes the state first and calls the driver second, so a driver that calls back at once
 * finds a pool that is whole.
 */
export class PoolCore<Connection extends object> {
  readonly name: string;
  readonly adapter: Adapter<Connection>;
  readonly limits: Limits;
  readonly ledger: HoldLedger;
  readonly slots = new SlotTable<Connection>();
  readonly queue = new WaiterQueue<Lease<Connection>>();
  readonly counts = new Counts();
  readonly journal = new Journal();
  readonly connector: Connector<Connection>;
  readonly upkeep: Upkeep<Connection>;
  state: PoolState = 'open';
  /** How many connections there may be now: `max`, or less while the server is full. */
  limit: number;
  /** Runs whenever a connection is gone, while somebody waits for the last one. */
  onGone: (() => void) | undefined = undefined;
  /** V8 drops its code for leases and holds when a collection finds none of them; so one of each is always there. */
  readonly spare: Lease<Connection>;
  readonly #inspects: boolean;
  /** For how long an idle connection is taken to be alive. */
  readonly #bypassMs: number;

  constructor(options: PoolOptions<Connection>) {
    this.name = options.name ?? 'pool';
    this.adapter = options;
    this.limits = toLimits(options);
    this.limit = this.limits.max;
    this.ledger = new HoldLedger(this.name, () => this.slots.holds);
    const now = readClock();
    this.spare = new Lease(new Slot(this), new Hold(0, this.name, now, now, undefined, undefined));
    this.connector = new Connector(this);
    this.upkeep = new Upkeep(this);
    this.#inspects = options.transactionState !== undefined || options.reset !== undefined;
    this.#bypassMs = options.validate === undefined ? Infinity : this.limits.validateAfterIdleMs;
    if (options.onEvent !== undefined) this.journal.listen(options.onEvent);
    this.pump(now);
  }

  /** Puts a held connection into somebody's hands. */
  lend(
    slot: Slot<Connection>,
    now: number,
    waitedMs: number,
    site: string | undefined,
    stack: CapturedStack | undefined,
  ): Lease<Connection> {
    const hold = this.ledger.open(now, waitedMs, site, stack);
    slot.hold = hold;
    slot.uses += 1;
    const lease = new Lease(slot, hold);
    this.ledger.announce(hold, lease);
    return lease;
  }

  /** Takes a connection back from its hold. */
  giveBack(slot: Slot<Connection>, hold: Hold, now = readClock()): void {
    slot.hold = undefined;
    slot.idleSince = now;
    this.ledger.close(hold, now);
    const reason = this.reasonToRetire(slot, now);
    if (reason !== undefined) this.retire(slot, reason);
    else if (this.#inspects || (hold.usage !== undefined && hold.usage.running > 0)) {
      inspect(this, slot, hold, now);
    } else this.reuse(slot, now);
  }

  /** Ends a hold without its holder, who finds a released lease; the connection is closed. */
  reclaim(slot: Slot<Connection>, hold: Hold, reason: Reason): void {
    this.counts.forced += 1;
    slot.doom ??= reason;
    this.giveBack(slot, hold);
  }

  /** Hands a sound connection to the next waiter, or keeps it. */
  reuse(slot: Slot<Connection>, now: number): void {
    const { slots } = this;
    const waiter = this.state === 'open' ? this.queue.shift() : undefined;
    if (waiter !== undefined) {
      if (slot.state !== 'held') slots.move(slot, 'held');
      const { since, details } = waiter;
      waiter.resolve(this.lend(slot, now, now - since, details?.site, details?.stack));
      return;
    }
    slot.checkedAt = now;
    slot.freshUntil = Math.min(slot.expiresAt, now + this.#bypassMs);
    slots.move(slot, 'idle');
    this.upkeep.watch(slot);
  }

  /** Serves as many waiters as can be served, and opens what is missing. */
  pump(now = readClock()): void {
    if (this.state === 'closing' || this.state === 'closed') return;
    const { slots, queue } = this;
    if (this.state === 'open') {
      while (queue.size > slots.connecting + slots.checking && this.#serveOne(now));
    }
    while (slots.size < Math.min(this.limits.min, this.limit) && this.connector.open(now));
  }

  /** Closes a connection that is not to be used again. */
  retire(slot: Slot<Connection>, reason: Reason): void {
    const { connection } = slot;
    if (connection === undefined || slot.state === 'closing' || slot.state === 'gone') return;
    const error = slot.doomedBy;
    if (slot.state === 'connecting') this.counts.connected += 1;
    this.slots.move(slot, 'closing');
    this.counts.destroyed += 1;
    this.journal.report({
      kind: 'connection-closed',
      reason,
      ...(error === undefined ? {} : { error }),
    });
    void this.discard(connection).then(() => this.gone(slot));
  }

  /** Ends a connection, by force if it takes too long. Never rejects. */
  async discard(connection: Connection): Promise<void> {
    const { adapter, limits } = this;
    try {
      const end = () => adapter.destroy(connection);
      await withinMs(end, limits.destroyTimeoutMs, 'Closing a connection');
    } catch (error) {
      this.journal.report({ kind: 'destroy-failed', error });
      this.kill(connection);
    }
  }

  /** Ends a connection at once, as far as the driver can. Never throws. */
  kill(connection: Connection | undefined): void {
    try {
      if (connection !== undefined) this.adapter.kill?.(connection);
    } catch (error) {
      this.journal.report({ kind: 'destroy-failed', error });
    }
  }

  /** Forgets a connection that is gone; its place is free. */
  gone(slot: Slot<Connection>): void {
    if (slot.state === 'gone') return;
    this.slots.move(slot, 'gone');
    this.onGone?.();
    this.pump();
  }

  /** Marks a connection as not to be used again, and closes it if nobody uses it. */
  doom(slot: Slot<Connection>, reason: Reason, error?: unknown): void {
    if (slot.doom !== undefined) return;
    slot.doom = reason;
    slot.doomedBy = error;
    if (slot.state === 'idle') this.retire(slot, reason);
  }

  /** Dooms all connections there are now. */
  evict(): void {
    for (const slot of this.slots.all()) this.doom(slot, 'evicted');
    this.pump();
  }

  /** Why a connection must not be used once more, if it must not. */
  reasonToRetire(slot: Slot<Connection>, now: number): Reason | undefined {
    if (slot.doom !== undefined) return slot.doom;
    if (this.state === 'closing') return 'closed';
    if (slot.uses >= this.limits.maxUses) return 'uses';
    if (now >= slot.expiresAt) return 'lifetime';
    return this.slots.size - this.slots.closing > this.limit ? 'resized' : undefined;
  }

  #serveOne(now: number): boolean {
    const slot = this.slots.top;
    if (slot === undefined) return this.slots.size < this.limit && this.connector.open(now);
    const reason = this.reasonToRetire(slot, now);
    if (reason !== undefined) this.retire(slot, reason);
    else if (now < slot.freshUntil) this.reuse(slot, now);
    else void validate(this, slot);
    return true;
  }
}
