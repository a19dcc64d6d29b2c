import { readClock } from '../clock.ts';
import { siteOf } from '../detector/describe.ts';
import type { LeakDetector } from '../detector/detector.ts';
import { toDuration, toShownStatement } from '../detector/wording.ts';
import type { Hold } from '../holds/hold.ts';
import { sharedDetector } from '../watch/shared.ts';

/** Thrown after a test that leaves connections open. Its stack is that of the first acquire. */
export class LeftOpenError extends Error {
  override readonly name = 'LeftOpenError';

  constructor(holds: readonly Hold[], end: string) {
    const count = holds.length === 1 ? '1 connection is' : `${holds.length} connections are`;
    super(`${count} still held ${end}:\n${holds.map(lineOf).join('\n')}`);
    const frames = holds[0]?.stack?.stack.split('\n').filter(line => /^\s+at /.test(line)) ?? [];
    // A runner shows the code where a stack begins: there the missing release belongs.
    if (frames.length > 0) this.stack = `${this.name}: ${this.message}\n${frames.join('\n')}`;
  }
}

/** Time that releases get which are under way when a test ends. */
const graceMs = 50;

/** So many looks are taken all the same: a machine that stood still has run no release. */
const leastLooks = 10;

/** Compares the connections that are held before and after a test. */
export class Guard {
  readonly #detector: LeakDetector;
  #before: ReadonlySet<Hold> = new Set();

  /** By default of all pools that are watched by the shared detector, with all stacks. */
  constructor(detector: LeakDetector = sharedDetector({ sampling: { every: 1 } })) {
    this.#detector = detector;
  }

  /** Notes what is held before a test. */
  begin(): void {
    this.#before = new Set(this.#detector.live());
  }

  /** Throws when more is held than before. `end` says when: "after the test". */
  async end(end: string): Promise<void> {
    const until = readClock() + graceMs;
    for (let look = 0; this.#left().length > 0; look += 1) {
      if (look >= leastLooks && readClock() >= until) break;
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    const left = this.#left();
    if (left.length > 0) throw new LeftOpenError(left, end);
  }

  #left(): readonly Hold[] {
    return this.#detector.live().filter(hold => !this.#before.has(hold));
  }
}

function lineOf(hold: Hold): string {
  const text = hold.usage?.lastStatement;
  const statement = text === undefined ? '' : `, last statement: ${toShownStatement(text)}`;
  const held = toDuration(hold.heldMs(readClock()));
  return `  acquired at ${siteOf(hold) ?? 'an unknown place'} ${held} ago${statement}`;
}
