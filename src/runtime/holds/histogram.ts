const bucketCount = 34;

/** The most that one bucket can tell apart: about 35 minutes. */
const longestMs = 2_000_000;

/**
 * Durations, counted in buckets that double: bucket `n` holds what took less than `2 ** n` / 1024 ms.
 *
 * Recording allocates nothing, so each acquire and each release can afford it.
 */
export class Histogram {
  /** The counts of the buckets, and the sum of all durations behind them: a typed array keeps it unboxed. */
  readonly #numbers = new Float64Array(bucketCount + 1);

  /** Counts one duration. */
  record(ms: number): void {
    const numbers = this.#numbers;
    const bucket = 32 - Math.clz32((ms < longestMs ? ms : longestMs) * 1024);
    numbers[bucket] = (numbers[bucket] ?? 0) + 1;
    numbers[bucketCount] = (numbers[bucketCount] ?? 0) + ms;
  }

  /** How many durations were counted. */
  get count(): number {
    return this.#buckets().reduce((sum, count) => sum + count, 0);
  }

  /** All durations added up, in milliseconds. */
  get sumMs(): number {
    return this.#numbers[bucketCount] ?? 0;
  }

  /** How many took less than each bound, bounds ascending in milliseconds; the last bound is `Infinity`. */
  cumulative(): readonly (readonly [belowMs: number, count: number])[] {
    let sum = 0;
    return Array.from(this.#buckets(), (count, bucket) => {
      sum += count;
      return [bucket === bucketCount - 1 ? Infinity : 2 ** bucket / 1024, sum] as const;
    });
  }

  #buckets(): Float64Array {
    return this.#numbers.subarray(0, bucketCount);
  }
}
