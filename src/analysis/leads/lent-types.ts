import type { Driver } from '../../drivers/driver.ts';
import { many } from '../../drivers/driver.ts';
import { lastName } from '../../drivers/names.ts';
import { type Glance, WordList } from '../../source/sketch/glance.ts';

/** A type that a text gives a name, or a function that calls back with one; and the words that it is made of. */
export interface TypeMention {
  /** Of a function the name behind `PASSES`. */
  readonly name: string;
  readonly words: readonly string[];
}

/** Stands before the name of a function whose callback is given a type. */
const PASSES = '=>';

const ALIAS = /\btype\s+([\w$]+)[^=;{}()]*=([^;]{1,400})/g;
const EXTENDED =
  /\b(?:class|interface)\s+([\w$]+)[^{]*?\b(?:extends|implements)\s+([^{]{1,200})\{/g;
const TYPEDEF = /@typedef\s+\{([^}]{1,200})\}\s*([\w$]+)/g;
/** `run(work: (client: PoolClient) => …` */
const CALLBACK = /:\s*\(\s*[\w$]+\??\s*:\s*(?:[\w$]+\.)*([A-Z][\w$]*)/g;
const CALLED = /([\w$]+)\??\s*:?\s*(?:<[^()]*>)?\s*\([^()]*$/;

/** The types of a text that may be another type under a name of their own; too many rather than too few. */
export function typesIn(text: string): readonly TypeMention[] {
  const found: TypeMention[] = [];
  for (const [, name = '', of = ''] of text.matchAll(ALIAS)) {
    found.push({ name, words: wordsIn(of) });
  }
  if (text.includes('extends') || text.includes('implements')) {
    for (const [, name = '', of = ''] of text.matchAll(EXTENDED)) {
      found.push({ name, words: wordsIn(of) });
    }
  }
  if (text.includes('@typedef')) {
    for (const [, of = '', name = ''] of text.matchAll(TYPEDEF)) {
      found.push({ name, words: wordsIn(of) });
    }
  }
  for (const { 1: word = '', index } of text.matchAll(CALLBACK)) {
    const name = CALLED.exec(text.slice(Math.max(0, index - 200), index))?.[1];
    if (name !== undefined) found.push({ name: PASSES + name, words: [word] });
  }
  return found;
}

function wordsIn(text: string): readonly string[] {
  return [...new Set(text.match(/[\w$]+/g))];
}

/** What types are made with whose parts have no name: `Awaited<ReturnType<typeof pool.connect>>`. */
const MADE = ['Parameters', 'ReturnType'];

/** What texts with the names in a certain place contain. */
interface Patterns {
  readonly documented: RegExp;
  readonly annotated: RegExp;
  readonly renamed: RegExp;
}

/** The names of types that may be a connection: those of drivers, and what stands for them in the files that were met. */
export class LentTypes {
  readonly #names: Set<string>;
  /** What is made of each word. */
  readonly #makers = new Map<string, string[]>();
  #patterns: Patterns | undefined;
  readonly #words: WordList;
  /** The functions that call back with one. */
  readonly #passing = new WordList();
  /** What was found since it was last asked for. */
  readonly #found: string[] = [];

  constructor(drivers: readonly Driver[]) {
    const types = drivers.flatMap(({ lease }) => many(lease).map(({ type }) => lastName(type)));
    this.#names = new Set([...types.filter(name => /^\w+$/.test(name)), ...MADE]);
    this.#words = new WordList(this.#names);
  }

  /** Whether a text has one of the names in it. */
  areIn(glance: Glance): boolean {
    return this.#words.isIn(glance);
  }

  /** Whether a text has the name of a function in it that calls back with a connection. */
  arePassedIn(glance: Glance): boolean {
    return this.#passing.isIn(glance);
  }

  /** The next name that was found. */
  next(): string | undefined {
    return this.#found.pop();
  }

  /** Takes in the types of a file. */
  add(types: readonly TypeMention[]): void {
    for (const { name, words } of types) {
      for (const word of words) {
        const known = this.#makers.get(word);
        if (known === undefined) this.#makers.set(word, [name]);
        else known.push(name);
      }
      if (words.some(word => this.#names.has(word))) this.#find(name);
    }
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** Whether one of some words is such a type. */
  isAmong(words: ReadonlySet<string>): boolean {
    for (const name of this.#names) if (words.has(name)) return true;
    return false;
  }

  /** Whether a function of that name calls back with a connection. */
  isPassedBy(name: string): boolean {
    return this.#names.has(PASSES + name);
  }

  /** Whether a comment says of a parameter that it is one. */
  isDocumentedIn(text: string): boolean {
    return this.#spelled().documented.test(text);
  }

  /** Whether one stands where the type of something does; it may be a comment's. */
  isAnnotatedIn(text: string): boolean {
    return this.#spelled().annotated.test(text);
  }

  /** Whether one of them may be given another name in a text. */
  mayBeRenamedIn(text: string): boolean {
    return this.#spelled().renamed.test(text);
  }

  #spelled(): Patterns {
    if (this.#patterns !== undefined) return this.#patterns;
    const names = [...this.#names].filter(name => /^\w+$/.test(name)).join('|');
    this.#patterns = {
      documented: new RegExp(`@param\\s*\\{[^}\\n]*\\b(?:${names})\\b`),
      annotated: new RegExp(`:\\s*(?:${names})\\b`),
      renamed: new RegExp(
        `\\b(?:${names})\\s+as\\b|[=(?|&]\\s*(?:[\\w$]+\\.)*(?:${names})\\b` +
          `|\\([^(){}]*,\\s*(?:[\\w$]+\\.)*(?:${names})\\b`,
      ),
    };
    return this.#patterns;
  }

  #find(name: string): void {
    if (this.#names.has(name)) return;
    this.#names.add(name);
    this.#patterns = undefined;
    if (name.startsWith(PASSES)) return this.#passing.add(name.slice(PASSES.length));
    this.#words.add(name);
    this.#found.push(name);
    for (const maker of this.#makers.get(name) ?? []) this.#find(maker);
  }
}
