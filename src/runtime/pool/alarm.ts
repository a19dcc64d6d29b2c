/** The longest that a timer of Node can wait. */
const longestMs = 2 ** 31 - 1;

/** One timer for many deadlines: it rings at the earliest that was asked for, and never keeps the process alive. */
export class Alarm {
  #timer: NodeJS.Timeout | undefined;
  #at = Infinity;
  readonly #ring: () => void;

  constructor(ring: () => void) {
    this.#ring = ring;
  }

  /** Whether it is set. */
  get isSet(): boolean {
    return this.#timer !== undefined;
  }

  /** Rings at this time at the latest. It may ring early, so whoever hears it looks at the clock. */
  by(at: number): void {
    if (at >= this.#at || at === Infinity) return;
    this.stop();
    this.#at = at;
    const delay = Math.min(longestMs, Math.max(1, Math.ceil(at - performance.now())));
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#at = Infinity;
      this.#ring();
    }, delay);
    this.#timer.unref();
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
    alarm.by(performance.now() + ms);
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
