import type { Hold } from '../holds/hold.ts';
import type { PoolCore } from './core.ts';
import type { Reason } from './events.ts';
import type { Slot } from './slot.ts';

/** The hold that a connection is in. */
export function holdOf<Connection extends object>(
  { ledger }: PoolCore<Connection>,
  { state, place }: Slot<Connection>,
): Hold | undefined {
  return state === 'held' ? ledger.at(place) : undefined;
}

/** Ends a hold without its holder, who finds a released lease, and closes the connection. */
export function reclaim<Connection extends object>(
  core: PoolCore<Connection>,
  slot: Slot<Connection>,
  reason: Reason,
): void {
  const hold = holdOf(core, slot);
  if (hold === undefined) return;
  core.journal.counts.forced += 1;
  slot.doom ??= reason;
  core.giveBack(slot, hold);
}
