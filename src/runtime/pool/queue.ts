import type { Waiter } from './waiter.ts';

/** Waiters of one priority and one timeout, so that who came first also times out first. */
export class Lane<Lease> {
  readonly priority: number;
  readonly timeoutMs: number;
  /** How many wait here. */
  size = 0;
  /** A ring; its length is a power of two. Those who left stay in it until their turn comes. */
  #ring: (Waiter<Lease> | undefined)[] = [undefined, undefined, undefined, undefined];
  #head = 0;
  #tail = 0;

  constructor(priority: number, timeoutMs: number) {
    this.priority = priority;
    this.timeoutMs = timeoutMs;
  }

  push(waiter: Waiter<Lease>): void {
    if (this.#tail - this.#head === this.#ring.length) this.#makeRoom();
    this.#ring[this.#tail & (this.#ring.length - 1)] = waiter;
    this.#tail += 1;
    this.size += 1;
  }

  /** The first who still waits. */
  first(): Waiter<Lease> | undefined {
    const ring = this.#ring;
    while (this.#head !== this.#tail) {
      const index = this.#head & (ring.length - 1);
      const waiter = ring[index];
      if (waiter?.lane !== undefined) return waiter;
      ring[index] = undefined;
      this.#head += 1;
    }
    return undefined;
  }

  /** Takes out the first who still waits: the ring would keep its lease, whose loss could then not be seen. */
  shift(): Waiter<Lease> | undefined {
    const first = this.first();
    if (first === undefined) return undefined;
    this.#ring[this.#head & (this.#ring.length - 1)] = undefined;
    this.#head += 1;
    return first;
  }

  /** Drops those who left; makes the ring longer if more than half still wait. */
  #makeRoom(): void {
    const ring = this.#ring;
    const length = this.size * 2 > ring.length ? ring.length * 2 : ring.length;
    const roomy = new Array<Waiter<Lease> | undefined>(length).fill(undefined);
    let count = 0;
    for (let place = this.#head; place !== this.#tail; place += 1) {
      const waiter = ring[place & (ring.length - 1)];
      if (waiter?.lane === undefined) continue;
      roomy[count] = waiter;
      count += 1;
    }
    this.#ring = roomy;
    this.#head = 0;
    this.#tail = count;
  }
}

/** Empty lanes are kept up to this many: the usual ones come back at once. */
const lanesKept = 8;

/**
 * Waiters, first come first served within a priority.
 *
 * A waiter that gives up leaves at once, from any place and in constant time, so nothing is ever handed to it.
 */
export class WaiterQueue<Lease> {
  /** How many wait. */
  size = 0;
  /** Highest priority first. */
  #lanes: Lane<Lease>[] = [];
  #latest: Lane<Lease> | undefined;
  #lastOrder = 0;

  /** Lines up behind those of the same priority. */
  push(waiter: Waiter<Lease>, priority: number, timeoutMs: number): void {
    const lane = this.#laneFor(priority, timeoutMs);
    waiter.lane = lane;
    this.#lastOrder += 1;
    waiter.order = this.#lastOrder;
    lane.push(waiter);
    this.size += 1;
  }

  /** Takes out whose turn it is. */
  shift(): Waiter<Lease> | undefined {
    if (this.size === 0) return undefined;
    const lanes = this.#lanes;
    const lane = lanes.length === 1 ? lanes[0] : this.#firstOfAll()?.lane;
    const next = lane?.shift();
    if (next !== undefined) this.remove(next);
    return next;
  }

  /** Takes out one who gave up; false when it had left before. */
  remove(waiter: Waiter<Lease>): boolean {
    const { lane } = waiter;
    if (lane === undefined) return false;
    waiter.lane = undefined;
    lane.size -= 1;
    this.size -= 1;
    if (lane.size === 0 && this.#lanes.length > lanesKept) this.#drop(lane);
    waiter.details?.onLeave?.();
    return true;
  }

  /** Takes out one whose time is up, and says how much time it had. */
  expire(now: number): readonly [Waiter<Lease>, timeoutMs: number] | undefined {
    for (const lane of this.#lanes) {
      const first = lane.first();
      if (first === undefined || first.since + lane.timeoutMs > now) continue;
      this.remove(first);
      return [first, lane.timeoutMs];
    }
    return undefined;
  }

  /** When the next one's time is up. */
  nextDeadline(): number {
    const deadlines = this.#lanes.map(lane => (lane.first()?.since ?? Infinity) + lane.timeoutMs);
    return Math.min(...deadlines);
  }

  #firstOfAll(): Waiter<Lease> | undefined {
    let next: Waiter<Lease> | undefined;
    let priority = -Infinity;
    for (const lane of this.#lanes) {
      const first = lane.first();
      if (first === undefined) continue;
      if (next !== undefined && lane.priority < priority) break;
      if (next === undefined || first.order < next.order) next = first;
      ({ priority } = lane);
    }
    return next;
  }

  #laneFor(priority: number, timeoutMs: number): Lane<Lease> {
    const latest = this.#latest;
    if (latest?.priority === priority && latest.timeoutMs === timeoutMs) return latest;
    const known = this.#lanes.find(
      lane => lane.priority === priority && lane.timeoutMs === timeoutMs,
    );
    this.#latest = known ?? new Lane(priority, timeoutMs);
    if (known === undefined) {
      this.#lanes = [...this.#lanes, this.#latest].sort((a, b) => b.priority - a.priority);
    }
    return this.#latest;
  }

  #drop(lane: Lane<Lease>): void {
    this.#lanes = this.#lanes.filter(other => other !== lane);
    if (this.#latest === lane) this.#latest = undefined;
  }
}
