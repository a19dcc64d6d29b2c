import { readClock } from '../clock.ts';
import type { CapturedStack } from '../holds/stack.ts';
import type { Lane } from './queue.ts';

/** What only some waiters have. */
export interface WaiterDetails {
  readonly site: string | undefined;
  readonly stack: CapturedStack | undefined;
  /** Runs when the waiter leaves the queue, whatever the outcome. */
  onLeave: (() => void) | undefined;
}

/**
 * Somebody who waits for a connection.
 *
 * Thousands may wait, and the garbage collector copies each of them: a field here is felt in the benchmarks.
 */
export class Waiter<Lease> {
  // Declared only: a field that is also defined is written twice.
  declare resolve: (lease: Lease) => void;
  declare reject: (error: unknown) => void;
  declare readonly since: number;
  declare readonly details: WaiterDetails | undefined;
  /** Who came first has the lower one; two may come at the same time of the clock. */
  order = 0;
  /** `undefined` once it has left. */
  lane: Lane<Lease> | undefined = undefined;

  constructor(since: number, details: WaiterDetails | undefined) {
    this.resolve = ignore;
    this.reject = ignore;
    this.since = since;
    this.details = details;
  }

  /** Begins to wait. */
  wait(): Promise<Lease> {
    current = this;
    const promise = new Promise<Lease>(keepSettlers);
    // Kept any longer, it would keep its lease, whose loss could then not be seen.
    current = nobody;
    return promise;
  }
}

function ignore(): void {
  // Nobody waits.
}

/** V8 drops its code for objects of a kind when a collection finds none of them; so one is always there. */
const nobody = new Waiter<never>(readClock(), undefined);

/** Whose promise is made at this moment. */
let current: Pick<Waiter<never>, 'resolve' | 'reject'> = nobody;

/** One executor for all: one for each would be two more objects for each waiter. */
function keepSettlers(resolve: (lease: never) => void, reject: (error: unknown) => void): void {
  current.resolve = resolve;
  current.reject = reject;
}
