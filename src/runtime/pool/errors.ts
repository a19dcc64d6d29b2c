import type { Holder } from '../detector/report.ts';
import type { PoolStats } from './stats.ts';

/** What every error of a pool says: which pool, its numbers, and who held its connections. */
export interface Circumstances {
  readonly poolName: string;
  readonly stats: PoolStats;
  /** Who holds its connections, the longest idle first. */
  readonly holders: readonly Holder[];
  /** Both in words, written once for as many errors as there are. */
  readonly words: string;
}

/** An error of a pool, with its numbers and its holders at that moment. */
export class PoolError extends Error {
  override readonly name: string = 'PoolError';
  readonly poolName: string;
  readonly stats: PoolStats;
  readonly holders: readonly Holder[];

  constructor(what: string, { poolName, stats, holders, words }: Circumstances, cause?: unknown) {
    super(`${what} ${words}`, cause === undefined ? {} : { cause });
    this.poolName = poolName;
    this.stats = stats;
    this.holders = holders;
  }
}

/** No connection became free in time. `cause` is why the last attempt to connect failed, if one did. */
export class AcquireTimeoutError extends PoolError {
  override readonly name = 'AcquireTimeoutError';
  readonly timeoutMs: number;

  constructor(timeoutMs: number, circumstances: Circumstances, cause?: unknown) {
    const why = cause === undefined ? '' : ` The last connect failed: ${messageOf(cause)}.`;
    const { poolName } = circumstances;
    const what = `No connection of pool '${poolName}' became free within ${timeoutMs} ms.${why}`;
    super(what, circumstances, cause);
    this.timeoutMs = timeoutMs;
  }
}

/** As many wait as may wait. */
export class QueueFullError extends PoolError {
  override readonly name = 'QueueFullError';

  constructor(circumstances: Circumstances) {
    super(`The queue of pool '${circumstances.poolName}' is full.`, circumstances);
  }
}

/** The pool is closed, or closing. */
export class PoolClosedError extends PoolError {
  override readonly name = 'PoolClosedError';

  constructor(circumstances: Circumstances) {
    super(`Pool '${circumstances.poolName}' is closed.`, circumstances);
  }
}

/** A connection could not be opened, and trying again will not help. */
export class ConnectError extends PoolError {
  override readonly name = 'ConnectError';

  constructor(circumstances: Circumstances, cause: unknown) {
    const what = `Pool '${circumstances.poolName}' could not connect: ${messageOf(cause)}.`;
    super(what, circumstances, cause);
  }
}

/** A lease was used after its connection went back. */
export class LeaseReleasedError extends Error {
  override readonly name = 'LeaseReleasedError';
  readonly poolName: string;
  readonly acquiredAt: string | undefined;
  readonly releasedAt: string | undefined;

  constructor(poolName: string, agoMs: number, acquired?: string, released?: string) {
    const from = acquired === undefined ? '' : ` acquired at ${acquired}`;
    const at = released === undefined ? '' : ` at ${released}`;
    super(
      `A connection of pool '${poolName}'${from} was used ${agoMs.toFixed(0)} ms after it was released${at}.`,
    );
    this.poolName = poolName;
    this.acquiredAt = acquired;
    this.releasedAt = released;
  }
}

/** A transaction could not be committed, because one of its statements had failed. */
export class TransactionFailedError extends Error {
  override readonly name = 'TransactionFailedError';

  constructor(poolName: string) {
    super(
      `The transaction on pool '${poolName}' was rolled back: one of its statements failed before the commit.`,
    );
  }
}

/** An option that makes no pool. */
export class PoolOptionError extends RangeError {
  override readonly name = 'PoolOptionError';

  constructor(option: string, value: unknown) {
    super(`The pool option '${option}' cannot be ${String(value)}.`);
  }
}

function messageOf(error: unknown): string {
  // A refused connection with several addresses is an `AggregateError` without a message of its own.
  const { message, code } = Object(error) as {
    readonly message?: unknown;
    readonly code?: unknown;
  };
  return [message, code, error].map(String).find(text => text !== '' && text !== 'undefined') ?? '';
}
