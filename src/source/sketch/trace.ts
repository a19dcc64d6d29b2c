import { WordList } from './glance.ts';
import type { LookedAt } from './look.ts';

/** What some texts contain: a pattern, and words of which each of them has one, as they cost far less to look for. */
export class Trace {
  readonly #words: WordList;
  readonly #pattern: RegExp;

  constructor(words: Iterable<string>, pattern: RegExp) {
    this.#words = new WordList(words);
    this.#pattern = pattern;
  }

  /** Whether a text is one of them. */
  isIn({ text, glance }: LookedAt): boolean {
    return this.#words.isIn(glance) && this.#pattern.test(text);
  }
}
