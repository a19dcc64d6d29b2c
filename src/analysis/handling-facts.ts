import type { Dispose } from '../drivers/driver.ts';
import type { Span } from '../span.ts';

/** How a lease is taken and given back in its file: what a repair keeps, moves or removes. */
export interface Handling {
  /** The whole call that acquires it. */
  readonly call: Span;
  /** The calls of this file that give it back, in the order of the text. */
  readonly releases: readonly Span[];
  /** Some call of another file gives it back too. */
  readonly isReleasedElsewhere: boolean;
  /** Giving it back takes a promise that has to be awaited. */
  readonly isAsync: boolean;
  /** Its end is a commit or a rollback: it is a transaction itself. */
  readonly isTransaction: boolean;
  /** The calls of this file that begin a transaction on it. */
  readonly begins: readonly Span[];
  /** What rolls such a transaction back; `undefined` where a release does. */
  readonly rollBack: RollBack | undefined;
  /** Its release closes the connection when it is passed something truthy. */
  readonly destroysIfGiven: boolean;
  /** What `using` does with it by itself. */
  readonly dispose: Dispose;
  readonly disposeBy: 'async' | 'sync' | 'both';
  readonly disposeSince: string | undefined;
}

/** A method of the lease that rolls back, or the one that runs the statement which does. */
export interface RollBack {
  readonly method: string;
  readonly statement?: string;
}
