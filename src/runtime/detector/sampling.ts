/** How often stacks are captured where nothing is suspected. */
export interface SamplingOptions {
  /** One acquire in so many captures its stack; 1 captures all. Default 64. */
  readonly every?: number;
  /** Frames of a stack that is sampled. Default 12. */
  readonly frames?: number;
  /** Frames of a stack of a suspicious call site, which may lie behind an ORM. Default 40. */
  readonly suspiciousFrames?: number;
}

/** After a suspicion, so many acquires in a row capture their stack. */
const alertAcquires = 10_000;

/** Stacks are further apart than this: each takes microseconds, and a pool may be asked a million times a second. */
const apartMs = 1;

/**
 * Decides which acquires of one pool capture their stack.
 *
 * A call site that is known as a constant costs nothing until it is suspected. Where no call site is known,
 * one acquire in `every` is captured, and no more than one in a millisecond; a suspicion makes that all of them,
 * for a while.
 */
export class Sampling {
  readonly #every: number;
  readonly #frames: number;
  readonly #suspiciousFrames: number;
  readonly #suspiciousSites = new Set<string>();
  #turn = 0;
  #nextAt = 0;
  #alert = 0;

  constructor({ every = 64, frames = 12, suspiciousFrames = 40 }: SamplingOptions = {}) {
    this.#every = every;
    this.#frames = frames;
    this.#suspiciousFrames = suspiciousFrames;
  }

  /** How many frames the next acquire captures; 0 for none. */
  framesFor(site: string | undefined, now: number): number {
    if (this.#every === 1) return this.#suspiciousFrames;
    if (site !== undefined) return this.#suspiciousSites.has(site) ? this.#suspiciousFrames : 0;
    if (this.#alert > 0) {
      this.#alert -= 1;
      return this.#suspiciousFrames;
    }
    this.#turn += 1;
    if (this.#turn < this.#every || now < this.#nextAt) return 0;
    this.#turn = 0;
    this.#nextAt = now + apartMs;
    return this.#frames;
  }

  /** Notes that a hold from here went wrong. */
  suspect(site: string | undefined): void {
    if (site === undefined) this.#alert = alertAcquires;
    else this.#suspiciousSites.add(site);
  }
}
