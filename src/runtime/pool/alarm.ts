import { readClock } from '../clock.ts';
/** The longest that a timer of Node can wait. */
const longestMs = 2 ** 31 - 1;

/**
 * One timer for many deadlines: it rings at the earliest that was asked for, and never keeps the process alive.
 *
 * It tells what time it is, and never rings early.
 */
export class Alarm {
  #timer: NodeJS.Timeout | undefined;
  #at = Infinity;
  readonly #ring: (now: number) => void;

  constructor(ring: (now: number) => void) {
    this.#ring = ring;
  }

  /** When it rings; `Infinity` while nothing is asked of it. */
  get at(): number {
    return this.#at;
  }

  /** Rings at this time at the latest. */
  by(at: number): void {
    if (at >= this.#at) return;
    this.stop();
    this.#at = at;
    const now = readClock();
    const delay = Math.min(longestMs, Math.max(1, Math.ceil(at - now)));
    this.#timer = setTimeout(() => {
      this.stop();
      // Timers that a test has faked run ahead of the clock.
      const then = Math.max(readClock(), Math.min(at, now + delay));
      if (then < at) this.by(at);
      else this.#ring(then);
    }, delay).unref();
  }

  /** Takes all deadlines back. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#at = Infinity;
  }
}

/** A promise that did not settle in time. */
export class TookTooLongError extends Error {
  override readonly name = 'TookTooLongError';
  readonly ms: number;

  constructor(what: string, ms: number) {
    super(`${what} did not finish within ${ms} ms.`);
    this.ms = ms;
  }
}

/** The outcome of some work, or a `TookTooLongError`; what comes later goes to `late`. */
export function withinMs<Result>(
  work: () => Result | Promise<Result>,
  ms: number,
  what: string,
  late?: (result: Result) => void,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    const alarm = new Alarm(() => {
      isLate = true;
      reject(new TookTooLongError(what, ms));
    });
    alarm.by(readClock() + ms);
    new Promise<Result>(settle => settle(work())).then(
      result => {
        alarm.stop();
        if (isLate) late?.(result);
        else resolve(result);
      },
      (error: unknown) => {
        alarm.stop();
        reject(error);
      },
    );
  });
}
