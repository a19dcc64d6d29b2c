import { char, isOfWord, isSpace, skipSpace } from './characters.ts';

/**
 * What a first look at a text tells, at a tenth of the cost of a sketch: which words are in it, and what
 * it may import. Strings and comments are not told apart, so that it may say too much, never too little.
 */
export interface Glance {
  readonly words: WordTable;
  /** What may be imported, required or exported from. */
  readonly specifiers: ReadonlySet<string>;
  /** Whether it may pass on all that another file exports: `export *`, `export =`. */
  readonly passesOn: boolean;
  /** The words behind an at sign: decorators, and the tags of comments. */
  readonly marks: ReadonlySet<string>;
}

/** Looks through a text once. */
export function glanceAt(text: string): Glance {
  const words = new WordTable(text.length >> 5);
  const specifiers = new Set<string>();
  const marks = new Set<string>();
  let passesOn = false;
  const { length } = text;
  for (let index = 0; index < length; index += 1) {
    if (!isOfWord(text.charCodeAt(index))) continue;
    const start = index;
    let hash = 0;
    do {
      hash = mix(hash, text.charCodeAt(index));
      index += 1;
    } while (index < length && isOfWord(text.charCodeAt(index)));
    words.add(hash);
    if (isCalledAt(text, index)) words.add(hash ^ CALLED);
    if (IMPORTING.has(hash)) noteSpecifier(text, index, specifiers);
    if (hash === EXPORT && PASSING.has(text.charCodeAt(skipSpace(text, index)))) passesOn = true;
    if (start > 0 && text.charCodeAt(start - 1) === char.at) marks.add(text.slice(start, index));
  }
  return { words, specifiers, passesOn, marks };
}

/** Words, each by a hash of 32 bits: open addressing in a table at most half full. */
class WordTable {
  #slots: Int32Array;
  #count = 0;

  constructor(size: number) {
    this.#slots = new Int32Array(2 ** Math.max(4, 32 - Math.clz32(size)));
  }

  add(hash: number): void {
    // What is 0 stands for an empty slot.
    const word = hash === 0 ? 1 : hash;
    const slot = this.#slotOf(word);
    if (this.#slots[slot] === word) return;
    this.#slots[slot] = word;
    this.#count += 1;
    if (this.#count * 2 > this.#slots.length) this.#grow();
  }

  has(hash: number): boolean {
    const word = hash === 0 ? 1 : hash;
    return this.#slots[this.#slotOf(word)] === word;
  }

  /** Where a word is, or has to be put. */
  #slotOf(word: number): number {
    const slots = this.#slots;
    const last = slots.length - 1;
    let slot = (word ^ (word >>> 15)) & last;
    for (let held = slots[slot]; held !== 0 && held !== word; held = slots[slot]) {
      slot = (slot + 1) & last;
    }
    return slot;
  }

  #grow(): void {
    const words = this.#slots;
    this.#slots = new Int32Array(words.length * 2);
    for (const word of words) if (word !== 0) this.#slots[this.#slotOf(word)] = word;
  }
}

/** Words that are looked for in many texts. */
export class WordList {
  readonly #hashes: number[] = [];

  constructor(words: Iterable<string> = []) {
    for (const word of words) this.add(word);
  }

  add(word: string): void {
    this.#hashes.push(hashOf(word));
  }

  /** Whether one of the words is in a text. */
  isIn({ words }: Pick<Glance, 'words'>): boolean {
    return this.#hashes.some(hash => words.has(hash));
  }

  /** Whether one of the words stands before arguments in a text. */
  isCalledIn({ words }: Pick<Glance, 'words'>): boolean {
    return this.#hashes.some(hash => words.has(hash ^ CALLED));
  }
}

/** What tells a word before arguments from the word. */
const CALLED = 0x2d_4f_3b_51;

function hashOf(word: string): number {
  let hash = 0;
  for (let index = 0; index < word.length; index += 1) hash = mix(hash, word.charCodeAt(index));
  return hash;
}

function mix(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01_00_01_93);
}

const IMPORTING = new Set(['from', 'import', 'require'].map(hashOf));
const EXPORT = hashOf('export');
const PASSING = new Set<number>([char.star, char.equals]);

/** Whether arguments may begin at an index: `run(`, `run<T>(`, `run?.(`, `` run` ``. */
function isCalledAt(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  const next = isSpace(code) ? text.charCodeAt(skipSpace(text, index)) : code;
  switch (next) {
    case char.open:
    case char.less:
    case char.backtick:
    case char.question:
    case char.bang:
      return true;
    default:
      return false;
  }
}

/** Notes the string behind `from`, `import` and `require(`, where one follows. */
function noteSpecifier(text: string, from: number, specifiers: Set<string>): void {
  let index = skipSpace(text, from);
  if (text.charCodeAt(index) === char.open) index = skipSpace(text, index + 1);
  // import(/* a bundler's own words */ './file')
  if (text.startsWith('/*', index)) index = skipSpace(text, text.indexOf('*/', index) + 2);
  const quote = text.charAt(index);
  if (quote !== '"' && quote !== "'") return;
  const end = text.indexOf(quote, index + 1);
  const specifier = text.slice(index + 1, end);
  if (end !== -1 && !specifier.includes('\n')) specifiers.add(specifier);
}
