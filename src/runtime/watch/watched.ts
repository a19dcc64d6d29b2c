import type { Holder } from '../detector/report.ts';
import type { HoldLedger } from '../holds/hold.ts';
import type { Reading } from './kind.ts';

/** What a pool says about itself and about its holders. */
export interface WatchStats extends Reading {
  readonly name: string;
  readonly held: number;
  /** Live holds that are reported as leaked. */
  readonly leaked: number;
  /** Since it is watched. */
  readonly acquired: number;
  readonly failed: number;
  readonly timedOut: number;
}

/** A pool that is watched. */
export interface WatchedPool {
  readonly name: string;
  /** The library. */
  readonly kind: string;
  readonly ledger: HoldLedger;
  /** One reading of all counts. */
  stats(): WatchStats;
  /** Who holds connections, the longest idle one first. */
  holders(): readonly Holder[];
}

/** Everything that one call of `watch` watches. */
export interface Watch {
  /** One pool; several for an ORM with replicas. */
  readonly pools: readonly WatchedPool[];
  /** Ends watching: all methods are the library's own again. */
  unwatch(): void;
}
