const bucketCount = 34;

/** The most that one bucket can tell apart: about 35 minutes. */
const longestMs = 2_000_000;

/**
 * Durations, counted in buckets that double: bucket `n` holds what took less than `2 ** n` / 1024 ms.
 *
 * Recording allocates nothing, so each acquire and each release can afford it.
 */
export class Histogram {
  /** All durations added up, in milliseconds. */
  sumMs = 0;
  readonly #buckets = new Float64Array(bucketCount);

  /** Counts one duration. */
  record(ms: number): void {
    const buckets = this.#buckets;
    const bucket = 32 - Math.clz32((ms < longestMs ? ms : longestMs) * 1024);
    buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    this.sumMs += ms;
  }

  /** How many durations were counted. */
  get count(): number {
    return this.#buckets.reduce((sum, count) => sum + count, 0);
  }

  /** How many took less than each bound, bounds ascending in milliseconds; the last bound is `Infinity`. */
  cumulative(): readonly (readonly [belowMs: number, count: number])[] {
    let sum = 0;
    return Array.from(this.#buckets, (count, bucket) => {
      sum += count;
      return [bucket === bucketCount - 1 ? Infinity : 2 ** bucket / 1024, sum] as const;
    });
  }
}
