import type { Sampler } from '../holds/hold.ts';

/** How often stacks are captured where nothing is suspected. */
export interface SamplingOptions {
  /** One acquire in so many captures its stack; 1 captures all. Without it, one does whenever none has for 10 ms. */
  readonly every?: number;
  /** Frames of a stack that is sampled. Default 12. */
  readonly frames?: number;
  /** Frames of a stack of a suspicious call site, which may lie behind an ORM. Default 40. */
  readonly suspiciousFrames?: number;
}

/** After a suspicion, so many acquires in a row capture their stack. */
const alertAcquires = 10_000;

/** A stack takes microseconds, and a pool may be asked a million times a second; one that is asked rarely can afford all. */
const apartMs = 10;

/**
 * Decides which acquires of one pool capture their stack.
 *
 * A call site that is known as a constant costs nothing until it is suspected. Where no call site is known,
 * one acquire in `every` is captured, or one in 10 ms; a suspicion makes that all of them, for a while.
 */
export class Sampling implements Sampler {
  readonly #every: number | undefined;
  readonly #frames: number;
  readonly #suspiciousFrames: number;
  readonly #suspiciousSites = new Set<string>();
  /** When the next stack is due, where one is in so much time. */
  restsUntil = 0;
  #turn = 0;
  #alert = 0;

  constructor({ every, frames = 12, suspiciousFrames = 40 }: SamplingOptions = {}) {
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
    return this.#hasTurn(now) ? this.#frames : 0;
  }

  #hasTurn(now: number): boolean {
    if (this.#every === undefined) {
      this.restsUntil = now + apartMs;
      return true;
    }
    this.#turn = (this.#turn + 1) % this.#every;
    return this.#turn === 0;
  }

  /** Notes that a hold from here went wrong. */
  suspect(site: string | undefined): void {
    if (site !== undefined) this.#suspiciousSites.add(site);
    else {
      this.#alert = alertAcquires;
      this.restsUntil = 0;
    }
  }
}
