/** A time in which the event loop stood still, or the machine slept. */
interface Pause {
  readonly end: number;
  readonly ms: number;
}

const pausesKept = 64;

/**
 * What a sweep that came late says about the event loop.
 *
 * A program that stood still for two seconds has not held its connections for two seconds: nothing of it
 * could run. Times of holds are read without such pauses.
 */
export class Lag {
  readonly #intervalMs: number;
  #pauses: readonly Pause[] = [];
  #expected: number | undefined = undefined;

  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs;
  }

  /** Notes that sweeps begin now. */
  start(now: number): void {
    this.#expected = now + this.#intervalMs;
  }

  /** Notes a sweep; one that is late by more than an interval ends a pause. */
  note(now: number): void {
    const late = now - (this.#expected ?? now);
    this.#expected = now + this.#intervalMs;
    // A clock that leaps back makes `late` negative; the next sweep is measured from here.
    if (late <= this.#intervalMs) return;
    this.#pauses = [...this.#pauses, { end: now, ms: late }].slice(-pausesKept);
  }

  /** How much of the time since `from` was no pause. */
  runningMs(from: number, now: number): number {
    const paused = this.#pauses
      .filter(({ end }) => end > from)
      .reduce((sum, { end, ms }) => sum + Math.min(ms, end - from), 0);
    return Math.max(0, now - from - paused);
  }
}
