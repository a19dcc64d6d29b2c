import type { ForeignAwaits, ReportOnHold } from './foreign-awaits.ts';
import type { OutletOptions } from './outlet.ts';
import type { SamplingOptions } from './sampling.ts';

/** What a leak detector may be told. */
export interface DetectorOptions extends OutletOptions {
  /** A connection on which nothing ran for so long is suspected. Default 10,000. */
  readonly idleMs?: number | undefined;
  /** The same for a connection whose statements cannot be seen, counted from its acquire. Default 60,000. */
  readonly heldMs?: number | undefined;
  /** Time between two looks at the live holds, while there are any. Default 250. */
  readonly sweepMs?: number | undefined;
  readonly sampling?: SamplingOptions | undefined;
  /** Whether a lease that nobody keeps any more is reported. Default true. */
  readonly garbage?: boolean | undefined;
  /** `foreignAwaits` of this package: then awaits of HTTP inside holds, and nested acquires, are reported. */
  readonly foreignAwaits?: ((report: ReportOnHold) => ForeignAwaits) | undefined;
  /** Takes connections back that were suspected for so long. Off by default: the holder may still use it. */
  readonly reclaimAfterMs?: number | undefined;
}

/** The options with their defaults; who never takes connections back does so after `Infinity`. */
export type Settled = Readonly<
  Record<'idleMs' | 'heldMs' | 'sweepMs' | 'reclaimAfterMs', number> & { garbage: boolean }
>;

/** Fills in defaults and refuses what cannot work. */
export function settle({
  idleMs = 10_000,
  heldMs = 60_000,
  sweepMs = 250,
  reclaimAfterMs = Infinity,
  garbage = true,
}: DetectorOptions): Settled {
  const times = { idleMs, heldMs, sweepMs, reclaimAfterMs };
  for (const [name, value] of Object.entries(times)) {
    if (!(value > 0)) throw new RangeError(`${name} is ${value}; it must be above 0.`);
  }
  return { ...times, garbage };
}
