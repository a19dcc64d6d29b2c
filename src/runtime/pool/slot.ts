import type { Hold } from '../holds/hold.ts';
import type { PoolCore } from './core.ts';
import type { Reason } from './events.ts';

/** What a connection is doing. */
export type SlotState = 'connecting' | 'idle' | 'held' | 'checking' | 'closing' | 'gone';

/** The place of one connection in its pool, from the attempt to open it until it is gone. */
export class Slot<Connection extends object> {
  readonly core: PoolCore<Connection>;
  state: SlotState = 'connecting';
  connection: Connection | undefined = undefined;
  /** Aborts the attempt to connect. */
  readonly attempt = new AbortController();
  /** Whose it is while it is held. */
  hold: Hold | undefined = undefined;
  uses = 0;
  idleSince = 0;
  checkedAt = 0;
  expiresAt = Infinity;
  /** Until then it may be handed out without validation. */
  freshUntil = 0;
  /** Set as soon as the connection must not be used again. */
  doom: Reason | undefined = undefined;
  doomedBy: unknown = undefined;

  constructor(core: PoolCore<Connection>) {
    this.core = core;
  }
}

/** All connections of a pool, counted by state. */
export class SlotTable<Connection extends object> {
  readonly #all = new Set<Slot<Connection>>();
  /** The most recently used is the last, and the first to be used again, so that the rest may go. */
  #idle: Slot<Connection>[] = [];
  connecting = 0;
  checking = 0;
  closing = 0;

  /** Connections in any state: what the server has to have room for. */
  get size(): number {
    return this.#all.size;
  }

  get idle(): number {
    return this.#idle.length;
  }

  get held(): number {
    return this.size - this.idle - this.connecting - this.checking - this.closing;
  }

  /** Every slot, as a copy. */
  all(): readonly Slot<Connection>[] {
    return [...this.#all];
  }

  /** The holds of those that are held. */
  get holds(): readonly Hold[] {
    return this.all().flatMap(({ hold }) => hold ?? []);
  }

  /** The idle ones, as a copy, those idle for longest first. */
  allIdle(): readonly Slot<Connection>[] {
    return [...this.#idle];
  }

  /** A place for a connection that is about to be opened. */
  add(core: PoolCore<Connection>): Slot<Connection> {
    const slot = new Slot(core);
    this.#all.add(slot);
    this.connecting += 1;
    return slot;
  }

  /** Changes what a connection is doing; the counts follow. */
  move(slot: Slot<Connection>, to: SlotState): void {
    const from = slot.state;
    slot.state = to;
    if (from === 'idle') this.#leave(slot);
    else if (from !== 'held' && from !== 'gone') this[from] -= 1;
    if (to === 'idle') this.#idle.push(slot);
    else if (to === 'gone') this.#all.delete(slot);
    else if (to !== 'held') this[to] += 1;
  }

  /** The last used idle connection, which stays idle. */
  get top(): Slot<Connection> | undefined {
    const { length } = this.#idle;
    // An index of -1 would be looked up by name.
    return length === 0 ? undefined : this.#idle[length - 1];
  }

  #leave(slot: Slot<Connection>): void {
    if (this.top === slot) this.#idle.pop();
    else this.#idle = this.#idle.filter(other => other !== slot);
  }
}
