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

/** The options with their defaults. */
export type Settled = Readonly<
  Required<Pick<DetectorOptions, 'garbage'>> & {
    idleMs: number;
    heldMs: number;
    sweepMs: number;
    reclaimAfterMs: number | undefined;
  }
>;

/** Fills in defaults and refuses what cannot work. */
export function settle(options: DetectorOptions): Settled {
  const settled = {
    idleMs: options.idleMs ?? 10_000,
    heldMs: options.heldMs ?? 60_000,
    sweepMs: options.sweepMs ?? 250,
    garbage: options.garbage ?? true,
    reclaimAfterMs: options.reclaimAfterMs,
  };
  for (const name of ['idleMs', 'heldMs', 'sweepMs', 'reclaimAfterMs'] as const) {
    const value = settled[name];
    if (value === undefined || value > 0) continue;
    throw new RangeError(`${name} is ${value}; it must be above 0.`);
  }
  return settled;
}
