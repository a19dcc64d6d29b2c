import type { Driver } from '../../drivers/driver.ts';
import { seedsOf } from './seeds.ts';

/** The names that lead. A member's name, as it is called, begins with a dot. */
export class Names {
  /** The names of what drivers acquire with, whether the project uses them or not. */
  readonly #seeds: ReadonlySet<string>;
  readonly #names = new Set<string>();
  /** Names that lead only where they are called by themselves: `get()` and not `map.get()`. */
  readonly #plain = new Set<string>();
  /** Functions that make functions that lead. */
  readonly #makers = new Set<string>();
  /** What was found and not yet followed. */
  readonly #waiting: string[] = [];

  constructor(drivers: readonly Driver[]) {
    this.#seeds = new Set(drivers.flatMap(seedsOf));
  }

  /** Whether a call of a name has to be asked about. */
  isAsked(name: string): boolean {
    return this.#isSeed(bare(name)) || this.isCalled(name);
  }

  /** Whether a call of a name leads. */
  isCalled(name: string): boolean {
    if (name.startsWith('.')) return this.#isFound(name.slice(1));
    return this.#isFound(name) || this.#plain.has(name);
  }

  /** Whether what stands for a name leads: a driver's own name only as a member, `pool.connect`. */
  isAliased(name: string): boolean {
    if (name.startsWith('.')) return this.#isFound(name.slice(1));
    return this.#names.has(name) && !this.#isSeed(name);
  }

  isMaker(name: string): boolean {
    return this.#makers.has(bare(name));
  }

  find(name: string): void {
    if (this.#names.has(name)) return;
    this.#names.add(name);
    this.#waiting.push(name);
  }

  findPlain(name: string): void {
    if (this.#names.has(name) || this.#plain.has(name)) return;
    this.#plain.add(name);
    this.#waiting.push(name);
  }

  /** Whoever makes a function that leads is asked about too: `makeRunner(pool)(callback)`. */
  findMaker(name: string): void {
    if (this.#makers.has(name)) return;
    this.#makers.add(name);
    this.#names.add(name);
    this.#waiting.push(name);
  }

  /** The next name to follow, and the twins that a driver's name has. */
  next(): readonly string[] | undefined {
    const name = this.#waiting.pop();
    if (name === undefined) return undefined;
    return this.#seeds.has(name) ? [name, `${name}Async`, `${name}Sync`] : [name];
  }

  #isFound(name: string): boolean {
    return this.#names.has(name) || (TWIN.test(name) && this.#names.has(name.replace(TWIN, '')));
  }

  #isSeed(name: string): boolean {
    return this.#seeds.has(name) || (TWIN.test(name) && this.#seeds.has(name.replace(TWIN, '')));
  }
}

const TWIN = /(?:Async|Sync)$/;

/** A name without the dot of members. */
export function bare(name: string): string {
  return name.startsWith('.') ? name.slice(1) : name;
}
