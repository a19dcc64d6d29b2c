import { readClock } from '../clock.ts';
import type { Hold } from '../holds/hold.ts';
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
): void {
  const { adapter, slots } = core;
  const isRunning = isBusy(core, slot, hold);
  if (!isRunning && isInTransaction(core, slot, hold)) {
    core.retire(slot, 'in-transaction');
  } else if (isRunning || adapter.reset !== undefined) {
    slots.move(slot, 'checking');
    void settle(core, slot, hold, isRunning);
  } else core.reuse(slot, readClock());
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
      if (isBusy(core, slot, hold))
        throw new Error('A statement was still running at the release.');
      if (isInTransaction(core, slot, hold)) core.doom(slot, 'in-transaction');
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

function isBusy<Connection extends object>(
  { adapter }: PoolCore<Connection>,
  { connection }: Slot<Connection>,
  { usage }: Hold,
): boolean {
  if (usage !== undefined && usage.running > 0) return true;
  return connection !== undefined && adapter.transactionState?.(connection) === 'busy';
}

function isInTransaction<Connection extends object>(
  core: PoolCore<Connection>,
  { connection }: Slot<Connection>,
  hold: Hold,
): boolean {
  if (connection === undefined) return false;
  const state = core.adapter.transactionState?.(connection) ?? 'none';
  if (state === 'none') return false;
  core.journal.counts.leftInTransaction += 1;
  core.journal.report({ kind: 'left-in-transaction', hold });
  return true;
}
