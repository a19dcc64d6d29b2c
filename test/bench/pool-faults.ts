/** One change to the runtime that breaks a promise of the pool. */
export interface Fault {
  /** The promise, in words. */
  readonly breaks: string;
  /** Below `src/runtime`. */
  readonly file: string;
  /** Occurs once in the file. */
  readonly from: string;
  readonly to: string;
}

function fault(breaks: string, file: string, from: string, to: string): Fault {
  return { breaks, file, from, to };
}

/** Promises of the pool, each broken in one place. The tests have to notice every one. */
export const faults: readonly Fault[] = [
  fault('a stale lease is closed', 'pool/lease.ts', 'hold.releasedAt === undefined', 'hold.id > 0'),
  fault(
    'a use after release is counted',
    'pool/lease.ts',
    'counts.usedAfterRelease += 1',
    'counts.usedAfterRelease += 0',
  ),
  fault('a second release is counted', 'pool/lease.ts', 'doubleReleased += 1', 'doubleReleased'),
  fault('an error dooms', 'pool/lease.ts', "core.doom(slot, 'broken', error);", ''),
  fault(
    'destroy dooms',
    'pool/lease.ts',
    'if (this.isOpen) this.#slot.core',
    'if (0) this.#slot.core',
  ),
  fault(
    'a query of the pool gives back',
    'pool/lease.ts',
    'if (lease.isOpen) lease.#slot',
    'if (!lease.isOpen) lease.#slot',
  ),
  fault('no use after its uses', 'pool/core.ts', 'slot.uses >= this', 'slot.uses > this'),
  fault('no use after its lifetime', 'pool/core.ts', 'if (now >= slot.expiresAt)', 'if (now < 0)'),
  fault(
    'no use of the doomed',
    'pool/core.ts',
    'if (slot.doom !== undefined) return slot.doom;',
    '',
  ),
  fault('no more than max', 'pool/core.ts', 'this.slots.size < this.limit &&', 'true &&'),
  fault('shrinks to the limit', 'pool/core.ts', '> this.limit ?', '> Infinity ?'),
  fault('min is kept', 'pool/core.ts', 'Math.min(this.limits.min, this.limit)', '0'),
  fault(
    'waiters are served',
    'pool/core.ts',
    "this.state === 'open' ? this.queue",
    "this.state !== 'open' ? this.queue",
  ),
  fault('a suspended pool waits', 'pool/core.ts', "if (this.state === 'open') {", 'if (now > 0) {'),
  fault('the gone leave a place', 'pool/core.ts', "this.slots.move(slot, 'gone');", ''),
  fault(
    'a place is filled again',
    'pool/core.ts',
    'this.onGone?.();\n    this.pump();',
    'this.onGone?.();',
  ),
  fault(
    'close hears of the last',
    'pool/core.ts',
    'this.onGone?.();\n    this.pump();',
    'this.pump();',
  ),
  fault('who hangs is killed', 'pool/core.ts', 'this.kill(connection);', ''),
  fault('what comes back is inspected', 'pool/core.ts', 'else if (this.#inspects ||', 'else if ('),
  fault(
    'the idle doomed are closed',
    'pool/core.ts',
    "if (slot.state === 'idle') this",
    "if (slot.state === 'gone') this",
  ),
  fault(
    'acquired = released + held',
    'holds/hold.ts',
    'this.uses.record(now - hold.acquiredAt);',
    '',
  ),
  fault('the dead are not lent', 'pool/checks.ts', '=== false', '=== 0'),
  fault('a failed validation dooms', 'pool/checks.ts', "core.doom(slot, 'invalid', error);", ''),
  fault('a failed reset dooms', 'pool/checks.ts', "core.doom(slot, 'reset-failed', error);", ''),
  fault(
    'a transaction ends its connection',
    'pool/checks.ts',
    "if (state === 'none') return false",
    'return false',
  ),
  fault('a check ends', 'pool/checks.ts', 'else core.retire(slot, reason);', 'else void reason;'),
  fault(
    'who gave up is passed over',
    'pool/queue.ts',
    'if (waiter?.lane !== undefined) return waiter',
    'if (waiter) return waiter',
  ),
  fault(
    'who leaves is not counted',
    'pool/queue.ts',
    'lane.size -= 1;\n    this.size -= 1;',
    'lane.size -= 1;',
  ),
  fault(
    'first come, first served',
    'pool/queue.ts',
    'first.order < next.order',
    'first.order > next.order',
  ),
  fault(
    'priority goes first',
    'pool/queue.ts',
    'b.priority - a.priority',
    'a.priority - b.priority',
  ),
  fault('a ring grows whole', 'pool/queue.ts', 'this.#tail = count;', 'this.#tail = count - 1;'),
  fault(
    'time runs out',
    'pool/queue.ts',
    'first.since + lane.timeoutMs > now',
    'first.since + lane.timeoutMs > 0',
  ),
  fault('all who are late go', 'pool/waiting.ts', 'this.#deadline.by(queue.nextDeadline());', ''),
  fault(
    'who waits has a deadline',
    'pool/waiting.ts',
    'this.#deadline.by(now + (timeoutMs ?? Infinity));',
    '',
  ),
  fault('who aborts leaves', 'pool/waiting.ts', 'if (!queue.remove(waiter)) return;', ''),
  fault(
    'the queue is bounded',
    'pool/waiting.ts',
    'served >= limits.maxQueue',
    'served > limits.maxQueue',
  ),
  fault('a closed pool refuses', 'pool/waiting.ts', "core.state === 'closing' ||", ''),
  fault(
    'closing sends waiters away',
    'pool/waiting.ts',
    'waiter.reject(new PoolClosedError(circumstances));\n    }',
    '}',
  ),
  fault(
    'timers do not multiply',
    'pool/alarm.ts',
    'this.stop();\n    this.#at = at;',
    'this.#at = at;',
  ),
  fault(
    'what is late is closed',
    'pool/alarm.ts',
    'if (isLate) late?.(result);',
    'if (isLate) void 0;',
  ),
  fault(
    'one attempt at a time after a failure',
    'pool/connector.ts',
    'if (this.#failures > 0 && slots.connecting > 0) return false;',
    '',
  ),
  fault(
    'a pause after a failure',
    'pool/connector.ts',
    'this.#retryAt = readClock() + pauseMs',
    'this.#retryAt = 0',
  ),
  fault('a shrunk pool grows back', 'pool/connector.ts', 'core.limit = core.limits.max;', ''),
  fault(
    'a full server shrinks the pool',
    'pool/connector.ts',
    "if (trouble === 'full') this.#shrink(error);",
    '',
  ),
  fault('a hopeless attempt ends', 'pool/connector.ts', 'waiter?.reject(', 'void ('),
  fault('the idle go in time', 'pool/upkeep.ts', 'now >= this.#idleUntil(slot)', 'now < 0'),
  fault('the idle are asked', 'pool/upkeep.ts', 'now >= this.#validUntil(slot)', 'now < 0'),
  fault('close has a deadline', 'pool/shutdown.ts', 'deadline.by(readClock() + deadlineMs);', ''),
  fault('the deadline ends holds', 'pool/shutdown.ts', 'core.reclaim(', 'void ('),
  fault(
    'a rollback after a throw',
    'pool/transaction.ts',
    'await rollBack(lease, statements.rollback);',
    '',
  ),
  fault('no commit of a failed one', 'pool/transaction.ts', "=== 'failed'", "=== 'busy'"),
  fault('a failover evicts', 'pool/trouble.ts', 'core.evict();', ''),
  fault('a hold that ended is not live', 'pool/core.ts', 'slot.hold = undefined;', ''),
];
