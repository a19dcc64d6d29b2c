import { readClock } from '../clock.ts';
import type { Hold } from '../holds/hold.ts';
import type { TransactionState } from './adapter.ts';
import { withinMs } from './alarm.ts';
import type { PoolCore } from './core.ts';
import type { Slot } from './slot.ts';

/** Validates an idle connection, and passes it on if it is alive. */
export async function validate<Connection extends object>(
  core: PoolCore<Connection>,
  slot: Slot<Connection>,
): Promise<void> {
  core.slots.move(slot, 'checking');
  try {
    await probe(core, slot, core.limits.validateTimeoutMs);
  } catch (error) {
    core.doom(slot, 'invalid', error);
  }
  finish(core, slot);
}

/** Looks at a connection that came back: no transaction, no statement and no setting may stay on it. */
export function inspect<Connection extends object>(
  core: PoolCore<Connection>,
  slot: Slot<Connection>,
  hold: Hold,
  now: number,
): void {
  const { adapter, slots } = core;
  const state = stateOf(core, slot, hold);
  const isRunning = state === 'busy';
  if (!isRunning && isLeftOpen(core, state, hold)) {
    core.retire(slot, 'in-transaction');
  } else if (isRunning || adapter.reset !== undefined) {
    slots.move(slot, 'checking');
    void settle(core, slot, hold, isRunning);
  } else core.reuse(slot, now);
}

async function settle<Connection extends object>(
  core: PoolCore<Connection>,
  slot: Slot<Connection>,
  hold: Hold,
  isRunning: boolean,
): Promise<void> {
  const { adapter, limits } = core;
  const { connection } = slot;
  try {
    if (isRunning) {
      // Statements run in order, so the probe answers when all before it are done.
      await probe(core, slot, limits.resetTimeoutMs);
      const state = stateOf(core, slot, hold);
      if (state === 'busy') throw new Error('A statement was still running at the release.');
      if (isLeftOpen(core, state, hold)) core.doom(slot, 'in-transaction');
    }
    if (slot.doom === undefined && adapter.reset !== undefined && connection !== undefined) {
      await withinMs(() => adapter.reset?.(connection), limits.resetTimeoutMs, 'The reset');
    }
  } catch (error) {
    core.doom(slot, 'reset-failed', error);
  }
  finish(core, slot);
}

/** Decides what becomes of a connection after a check. */
function finish<Connection extends object>(
  core: PoolCore<Connection>,
  slot: Slot<Connection>,
): void {
  // A close that lost patience has taken it away meanwhile.
  if (slot.state !== 'checking') return;
  const now = readClock();
  const reason = core.reasonToRetire(slot, now);
  if (reason === undefined) core.reuse(slot, now);
  else core.retire(slot, reason);
  core.pump();
}

async function probe<Connection extends object>(
  { adapter }: PoolCore<Connection>,
  { connection }: Slot<Connection>,
  ms: number,
): Promise<void> {
  if (connection === undefined || adapter.validate === undefined) return;
  const ask = () => adapter.validate?.(connection);
  if ((await withinMs(ask, ms, 'The validation')) === false) {
    throw new Error('The connection is not valid any more.');
  }
}

/** What a connection is in, whose statements may still run. */
function stateOf<Connection extends object>(
  { adapter }: PoolCore<Connection>,
  { connection }: Slot<Connection>,
  { usage }: Hold,
): TransactionState {
  if (usage !== undefined && usage.running > 0) return 'busy';
  return (connection && adapter.transactionState?.(connection)) ?? 'none';
}

/** Whether a transaction was left open; it is counted and reported. */
function isLeftOpen<Connection extends object>(
  { counts, journal }: PoolCore<Connection>,
  state: TransactionState,
  hold: Hold,
): boolean {
  if (state === 'none') return false;
  counts.leftInTransaction += 1;
  journal.report({ kind: 'left-in-transaction', hold });
  return true;
}
