import { readClock } from '../clock.ts';
import { Alarm } from './alarm.ts';
import { validate } from './checks.ts';
import type { PoolCore } from './core.ts';
import type { Slot } from './slot.ts';

/**
 * Closes idle connections that have had their time, and asks the others whether they live.
 *
 * One timer, set to the moment when the first of them is due; a pool without idle connections has none.
 */
export class Upkeep<Connection extends object> {
  readonly #core: PoolCore<Connection>;
  readonly #alarm: Alarm;
  /** No connection that is idle from now on is due sooner, unless its life ends. */
  readonly #shortestMs: number;

  constructor(core: PoolCore<Connection>) {
    this.#core = core;
    this.#shortestMs = Math.min(core.limits.idleTimeoutMs, core.limits.keepaliveMs);
    this.#alarm = new Alarm(now => this.#look(now));
  }

  /** Looks after a connection that has become idle. */
  watch(slot: Slot<Connection>): void {
    const { at } = this.#alarm;
    // Nearly always the alarm is set already, and this is all that a release pays.
    if (at > slot.expiresAt || at > slot.idleSince + this.#shortestMs) {
      this.#alarm.by(this.#dueAt(slot));
    }
  }

  /** Looks at all idle connections again, because the limits changed. */
  review(): void {
    this.#look(readClock());
  }

  /** Looks after nothing any more. */
  stop(): void {
    this.#alarm.stop();
  }

  #look(now: number): void {
    const core = this.#core;
    for (const slot of core.slots.allIdle()) {
      if (slot.state !== 'idle') continue;
      if (core.slots.size - core.slots.closing > core.limit) core.retire(slot, 'resized');
      else if (now >= slot.expiresAt) core.retire(slot, 'lifetime');
      else if (now >= this.#idleUntil(slot)) core.retire(slot, 'idle');
      else if (now >= this.#validUntil(slot)) void validate(core, slot);
      else this.watch(slot);
    }
    core.pump(now);
  }

  #dueAt(slot: Slot<Connection>): number {
    return Math.min(slot.expiresAt, this.#idleUntil(slot), this.#validUntil(slot));
  }

  #idleUntil(slot: Slot<Connection>): number {
    const { slots, limits } = this.#core;
    const isSpare = slots.size - slots.closing > limits.min;
    return isSpare ? slot.idleSince + limits.idleTimeoutMs : Infinity;
  }

  #validUntil(slot: Slot<Connection>): number {
    const { adapter, limits } = this.#core;
    return adapter.validate === undefined ? Infinity : slot.checkedAt + limits.keepaliveMs;
  }
}
