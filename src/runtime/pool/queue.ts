import type { CapturedStack } from '../holds/stack.ts';

/** Somebody who waits for a connection. */
export class Waiter<Lease> {
  readonly resolve: (lease: Lease) => void;
  readonly reject: (error: unknown) => void;
  readonly since: number;
  readonly site: string | undefined;
  readonly stack: CapturedStack | undefined;
  /** Runs when the waiter leaves the queue, whatever the outcome. */
  onLeave: (() => void) | undefined = undefined;
  lane: Lane<Lease> | undefined = undefined;
  before: Waiter<Lease> | undefined = undefined;
  after: Waiter<Lease> | undefined = undefined;

  constructor(
    resolve: (lease: Lease) => void,
    reject: (error: unknown) => void,
    since: number,
    site: string | undefined,
    stack: CapturedStack | undefined,
  ) {
    this.resolve = resolve;
    this.reject = reject;
    this.since = since;
    this.site = site;
    this.stack = stack;
  }
}

/** Waiters of one priority and one timeout, so that who came first also times out first. */
class Lane<Lease> {
  readonly priority: number;
  readonly timeoutMs: number;
  first: Waiter<Lease> | undefined = undefined;
  last: Waiter<Lease> | undefined = undefined;

  constructor(priority: number, timeoutMs: number) {
    this.priority = priority;
    this.timeoutMs = timeoutMs;
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
  /** Highest priority first. */
  #lanes: Lane<Lease>[] = [];
  #latest: Lane<Lease> | undefined;
  #size = 0;

  /** How many wait. */
  get size(): number {
    return this.#size;
  }

  /** Lines up behind those of the same priority. */
  push(waiter: Waiter<Lease>, priority: number, timeoutMs: number): void {
    const lane = this.#laneFor(priority, timeoutMs);
    const { last } = lane;
    waiter.lane = lane;
    waiter.before = last;
    if (last === undefined) lane.first = waiter;
    else last.after = waiter;
    lane.last = waiter;
    this.#size += 1;
  }

  /** Takes out whose turn it is. */
  shift(): Waiter<Lease> | undefined {
    let next: Waiter<Lease> | undefined;
    let priority = -Infinity;
    for (const lane of this.#lanes) {
      const { first } = lane;
      if (first === undefined) continue;
      if (next !== undefined && lane.priority < priority) break;
      if (next === undefined || first.since < next.since) next = first;
      ({ priority } = lane);
    }
    if (next !== undefined) this.remove(next);
    return next;
  }

  /** Takes out one who gave up; false when it had left before. */
  remove(waiter: Waiter<Lease>): boolean {
    const { lane, before, after } = waiter;
    if (lane === undefined) return false;
    waiter.lane = undefined;
    waiter.before = undefined;
    waiter.after = undefined;
    if (before === undefined) lane.first = after;
    else before.after = after;
    if (after === undefined) lane.last = before;
    else after.before = before;
    this.#size -= 1;
    if (lane.first === undefined && this.#lanes.length > lanesKept) this.#drop(lane);
    waiter.onLeave?.();
    return true;
  }

  /** Takes out one whose time is up, and says how much time it had. */
  expire(now: number): readonly [Waiter<Lease>, timeoutMs: number] | undefined {
    for (const { first, timeoutMs } of this.#lanes) {
      if (first === undefined || first.since + timeoutMs > now) continue;
      this.remove(first);
      return [first, timeoutMs];
    }
    return undefined;
  }

  /** When the next one's time is up. */
  nextDeadline(): number {
    return this.#lanes.reduce(
      (earliest, { first, timeoutMs }) =>
        first === undefined ? earliest : Math.min(earliest, first.since + timeoutMs),
      Infinity,
    );
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
