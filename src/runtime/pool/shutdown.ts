import { readClock } from '../clock.ts';
import { Alarm } from './alarm.ts';
import type { PoolCore } from './core.ts';
import type { WaitingRoom } from './waiting.ts';

/**
 * Closes a pool: waiters are sent away at once, holders may finish until the deadline.
 *
 * Settles when the last connection is gone, at the latest shortly after the deadline, and never rejects.
 */
export function shutDown<Connection extends object>(
  core: PoolCore<Connection>,
  room: WaitingRoom<Connection>,
  deadlineMs: number,
): Promise<void> {
  core.state = 'closing';
  core.upkeep.stop();
  return new Promise(resolve => {
    const deadline = new Alarm(() => force(core));
    core.onGone = () => {
      if (core.slots.size > 0) return;
      core.state = 'closed';
      deadline.stop();
      resolve();
    };
    deadline.by(readClock() + deadlineMs);
    room.close();
    core.connector.stop();
    for (const slot of core.slots.allIdle()) core.retire(slot, 'closed');
    core.onGone();
  });
}

/** Ends what is left by force, whoever has it in hands. */
function force<Connection extends object>(core: PoolCore<Connection>): void {
  for (const slot of core.slots.all()) {
    if (slot.hold !== undefined) core.reclaim(slot, slot.hold, 'closed');
    core.retire(slot, 'closed');
    core.kill(slot.connection);
    core.gone(slot);
  }
}
