import type { Driver } from '../../drivers/driver.ts';
import { type Glance, WordList } from '../../source/sketch/glance.ts';
import type { Import } from '../../source/sketch/sketch.ts';
import type { Chart } from './chart.ts';
import { seedsOf } from './seeds.ts';

/** The names that lead. A member's name, as it is called, begins with a dot. */
export class Names {
  /** The names of what drivers acquire with, whether the project uses them or not. */
  readonly #seeds: ReadonlySet<string>;
  readonly #names = new Set<string>();
  readonly #origins = new Origins();
  /** Variables of functions: they lead in their file, and where they are called by themselves. */
  readonly #locals = new Origins();
  /** Functions that make functions that lead. */
  readonly #makers = new Set<string>();
  /** What was found and not yet followed. */
  readonly #waiting: string[] = [];
  readonly #seedWords: WordList;
  /** The names with their twins. */
  readonly #words = new WordList();

  constructor(drivers: readonly Driver[]) {
    this.#seeds = new Set(drivers.flatMap(seedsOf));
    this.#seedWords = new WordList([...this.#seeds].flatMap(withTwins));
  }

  /** Whether a text has one of the names in it. */
  areIn(glance: Glance): boolean {
    return this.#words.isIn(glance);
  }

  /** Whether a text may have a call that has to be asked about; `app.use(run)` has one of what it registers. */
  mayBeAskedIn(glance: Glance): boolean {
    return this.#seedWords.isCalledIn(glance) || this.#words.isIn(glance);
  }

  /** Whether a call of a name in a file has to be asked about. */
  isAsked(name: string, path: string): boolean {
    return this.#isSeed(bare(name)) || this.isCalled(name, path);
  }

  /** Whether a call of a name in a file leads. */
  isCalled(name: string, path: string): boolean {
    if (name.startsWith('.')) return this.isMember(name.slice(1));
    return this.isMember(name) || this.#locals.has(path, name);
  }

  /** Whether a call of a member of a name leads. */
  isMember(name: string): boolean {
    return this.#names.has(name) || (TWIN.test(name) && this.#names.has(name.replace(TWIN, '')));
  }

  /**
   * Whether what stands for a name in a file leads. A driver's own name does so only as a member, `pool.connect`;
   * any other one that is no member has to be of that file or imported, as variables of others may be called the same.
   */
  isAliased(name: string, { path, sketch }: Pick<Chart, 'path' | 'sketch'>): boolean {
    if (name.startsWith('.')) return this.isMember(name.slice(1));
    if (this.#locals.has(path, name)) return true;
    if (!this.#names.has(name) || this.#isSeed(name)) return false;
    return this.#origins.has(path, name) || sketch.imports.some(one => takes(one, name));
  }

  isMaker(name: string): boolean {
    return this.#makers.has(bare(name));
  }

  /** Takes in a name that leads wherever it is called. */
  find(name: string): void {
    if (!this.#names.has(name)) this.#add(name);
  }

  /** Whoever makes a function that leads is asked about too: `makeRunner(pool)(callback)`. */
  findMaker(name: string): void {
    if (this.#makers.has(name)) return;
    this.#makers.add(name);
    this.#add(name);
  }

  /** Notes that a name that leads is one of a file; gives whether that is new. */
  noteOrigin(path: string, name: string): boolean {
    return this.#origins.add(path, name);
  }

  /** Takes in a variable that leads in its file; gives whether it is new. */
  findLocal(path: string, name: string): boolean {
    return this.#locals.add(path, name);
  }

  /** The next name to follow, and the twins that a driver's name has. */
  next(): readonly string[] | undefined {
    const name = this.#waiting.pop();
    if (name === undefined) return undefined;
    return this.#seeds.has(name) ? withTwins(name) : [name];
  }

  #add(name: string): void {
    this.#names.add(name);
    this.#waiting.push(name);
    for (const word of withTwins(name)) this.#words.add(word);
  }

  #isSeed(name: string): boolean {
    return this.#seeds.has(name) || (TWIN.test(name) && this.#seeds.has(name.replace(TWIN, '')));
  }
}

/** Names, and the files of which they are. */
class Origins {
  readonly #paths = new Map<string, Set<string>>();

  has(path: string, name: string): boolean {
    return this.#paths.get(name)?.has(path) ?? false;
  }

  /** Gives whether it was new. */
  add(path: string, name: string): boolean {
    const known = this.#paths.get(name) ?? new Set<string>();
    this.#paths.set(name, known);
    const { size } = known;
    return known.add(path).size > size;
  }
}

/** Whether an import takes something by a name. */
function takes({ whole, clause }: Import, name: string): boolean {
  if (whole.includes(name)) return true;
  return clause.includes(name) && new Set<string>(clause.match(WORDS)).has(name);
}

const WORDS = /[\w$]+/g;

const TWIN = /(?:Async|Sync)$/;

/** A name, and those of what does the same in another way. */
export function withTwins(name: string): readonly string[] {
  return [name, `${name}Async`, `${name}Sync`];
}

/** A name without the dot of members. */
export function bare(name: string): string {
  return name.startsWith('.') ? name.slice(1) : name;
}
