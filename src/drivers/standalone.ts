import type { LeaseType } from './driver.ts';

/** A connection outside any pool, or an object that takes one from a pool when it is opened. */
export interface StandaloneType extends Pick<LeaseType, Shared> {
  readonly type: string;
  /** Opening it takes a connection from a pool; closing it gives that one back. */
  readonly pooled?: boolean;
  /** How the module makes one, as in {@link PoolType.create}. */
  readonly create: readonly string[];
  /** Methods that open it. Empty when making it opens it. */
  readonly open: readonly string[];
  /** Methods that tell whether making it did open it: once one fails there is nothing to close. */
  readonly confirm?: readonly string[];
  readonly use: readonly string[];
  /** Methods that close it, the usual one first. */
  readonly close: readonly string[];
}

/** What a connection outside any pool has in common with a lease. */
type Shared =
  | 'inert'
  | 'gives'
  | 'failsAloud'
  | 'keptFor'
  | 'repeatable'
  | 'pipelines'
  | 'dispose'
  | 'disposeBy'
  | 'disposeSince';
