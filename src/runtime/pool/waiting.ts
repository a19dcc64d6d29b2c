import type { CapturedStack } from '../holds/stack.ts';
import { Alarm } from './alarm.ts';
import type { PoolCore } from './core.ts';
import {
  AcquireTimeoutError,
  PoolClosedError,
  QueueFullError,
  type Circumstances,
} from './errors.ts';
import type { Lease } from './lease.ts';
import { circumstancesOf } from './stats.ts';
import { Waiter, type WaiterDetails } from './waiter.ts';

/** How one acquire differs from others. */
export interface AcquireOptions {
  /** Over queue, connect and validation together; `null` waits for ever. */
  readonly timeoutMs?: number | null | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Higher ones go first; 0 without it. */
  readonly priority?: number | undefined;
  /** The place of the call, `file:line`, for reports. A constant costs nothing, a stack does. */
  readonly site?: string | undefined;
}

/** So many are sent away before other work has its turn: what they do about it takes time as well. */
const sentAwayAtOnce = 500;

/** Those who wait for a connection: how they come, give up and run out of time. */
export class WaitingRoom<Connection extends object> {
  readonly #core: PoolCore<Connection>;
  readonly #deadline: Alarm;

  constructor(core: PoolCore<Connection>) {
    this.#core = core;
    this.#deadline = new Alarm(now => this.#expire(now));
  }

  /** Waits for a connection. */
  enter(
    options: AcquireOptions,
    now: number,
    stack: CapturedStack | undefined,
  ): Promise<Lease<Connection>> {
    const core = this.#core;
    const { signal } = options;
    if (core.state === 'closing' || core.state === 'closed') {
      return Promise.reject(new PoolClosedError(circumstancesOf(core)));
    }
    if (signal?.aborted === true) {
      core.counts.aborted += 1;
      return Promise.reject(signal.reason);
    }
    if (this.#isFull()) {
      core.counts.refused += 1;
      return Promise.reject(new QueueFullError(circumstancesOf(core)));
    }
    const { timeoutMs = core.limits.acquireTimeoutMs, priority = 0, site } = options;
    const isPlain = site === undefined && stack === undefined && signal === undefined;
    const details = isPlain ? undefined : { site, stack, onLeave: undefined };
    const waiter = new Waiter<Lease<Connection>>(now, details);
    if (details !== undefined && signal !== undefined) leaveOnAbort(core, waiter, details, signal);
    const promise = waiter.wait();
    core.queue.push(waiter, priority, timeoutMs ?? Infinity);
    this.#deadline.by(now + (timeoutMs ?? Infinity));
    if (core.slots.idle > 0 || core.slots.size < core.limit) core.pump();
    return promise;
  }

  /** Sends everybody away. */
  close(): void {
    this.#deadline.stop();
    const { queue } = this.#core;
    let circumstances: Circumstances | undefined;
    for (let waiter = queue.shift(); waiter !== undefined; waiter = queue.shift()) {
      circumstances ??= circumstancesOf(this.#core);
      waiter.reject(new PoolClosedError(circumstances));
    }
  }

  #expire(now: number): void {
    const { queue, connector, counts, ledger } = this.#core;
    // Nobody called us, so a stack would say nothing; for thousands at once it would cost much.
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    let circumstances: Circumstances | undefined;
    for (let sent = 0; sent < sentAwayAtOnce; sent += 1) {
      const late = queue.expire(now);
      if (late === undefined) break;
      const [waiter, timeoutMs] = late;
      circumstances ??= circumstancesOf(this.#core);
      counts.timedOut += 1;
      ledger.fail(timeoutMs);
      waiter.reject(new AcquireTimeoutError(timeoutMs, circumstances, connector.lastError));
    }
    Error.stackTraceLimit = limit;
    this.#deadline.by(queue.nextDeadline());
  }

  /** Those whom a connection on its way, an idle one or free room will serve do not count as waiting. */
  #isFull(): boolean {
    const { queue, slots, limit, limits } = this.#core;
    if (queue.size < limits.maxQueue) return false;
    const served = slots.connecting + slots.checking + slots.idle + Math.max(0, limit - slots.size);
    return queue.size - served >= limits.maxQueue;
  }
}

function leaveOnAbort<Connection extends object>(
  { queue, counts }: PoolCore<Connection>,
  waiter: Waiter<Lease<Connection>>,
  details: WaiterDetails,
  signal: AbortSignal,
): void {
  const onAbort = () => {
    if (!queue.remove(waiter)) return;
    counts.aborted += 1;
    waiter.reject(signal.reason);
  };
  details.onLeave = () => signal.removeEventListener('abort', onAbort);
  signal.addEventListener('abort', onAbort, { once: true });
}
