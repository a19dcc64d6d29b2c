import type { Confidence } from '../../codemod.ts';
import type { Offer } from '../../repair.ts';
import { isParseFailure, parseFile } from '../../source/parse.ts';
import type { Colors, Terminal } from '../terminal.ts';
import type { Answers } from './answers.ts';
import { enoughFor } from './decide.ts';
import { editText } from './editor.ts';
import type { Keys } from './keys.ts';
import { keyHelp, wordChoices, wordQuestion } from './question.ts';
import type { Decision, Site } from './site.ts';

/** Ctrl-C: nothing is written. What was answered is kept. */
export class AbortedError extends Error {
  override name = 'AbortedError';
}

/** What a review works with. */
export interface ReviewOptions {
  readonly terminal: Terminal;
  readonly colors: Colors;
  readonly keys: Keys;
  readonly answers: Answers;
  readonly minimum: Confidence;
}

/** Asks a person about repairs, one after the other. */
export class Review {
  readonly #options: ReviewOptions;
  /** Codemods of rules of which all is to be taken. */
  readonly #taken = new Set<string>();
  readonly #skipped = new Set<string>();
  #isOver = false;
  #asked = 0;
  #total = 0;

  constructor(options: ReviewOptions) {
    this.#options = options;
  }

  /** Says how many questions there may be; a later round adds its own. */
  expect(sites: readonly Site[]): void {
    const { answers, minimum } = this.#options;
    const open = sites.filter(
      site =>
        enoughFor(site.offers, minimum).length > 0 &&
        answers.find(
          site,
          sites.filter(({ path }) => path === site.path),
        ) === undefined,
    );
    this.#total = this.#asked + open.length;
  }

  /** Decides about the sites of one file. */
  async decide(sites: readonly Site[]): Promise<readonly Decision[]> {
    const decisions: Decision[] = [];
    for (const site of sites) {
      const offers = enoughFor(site.offers, this.#options.minimum);
      decisions.push(
        offers.length === 0 ? leave('unsure') : await this.#decideOne(site, sites, offers),
      );
    }
    return decisions;
  }

  async #decideOne(
    site: Site,
    sites: readonly Site[],
    offers: readonly Offer[],
  ): Promise<Decision> {
    const { answers } = this.#options;
    const given = answers.find(site, sites);
    if (given?.answer === 'no') return leave('declined');
    const chosen = offers.find(({ codemod }) => codemod === given?.codemod);
    if (chosen !== undefined) return { kind: 'take', offer: chosen };
    const taken = offers.find(offer => this.#taken.has(groupOf(site, offer)));
    if (taken !== undefined) return { kind: 'take', offer: taken };
    if (this.#isOver || this.#skipped.has(site.path)) return leave('skipped');
    this.#asked++;
    return this.#ask(site, sites, offers);
  }

  async #ask(site: Site, sites: readonly Site[], offers: readonly Offer[]): Promise<Decision> {
    const { colors, keys, terminal } = this.#options;
    const { stdout } = terminal;
    let index = 0;
    this.#show(site, offers, index);
    for (;;) {
      const offer = offers[index];
      if (offer === undefined) return leave('unsure');
      stdout.write(wordChoices(offers.length, colors));
      const key = await keys.next();
      stdout.write(`${/^[\x20-\x7E]$/.test(key) ? key : ''}\n`);
      if (key === 'o' && offers.length > 1) {
        index = (index + 1) % offers.length;
        this.#show(site, offers, index);
        continue;
      }
      const decision = this.#obey(key.toLowerCase(), site, sites, offer);
      if (decision !== undefined) return decision;
    }
  }

  #show(site: Site, offers: readonly Offer[], index: number): void {
    const { colors, terminal } = this.#options;
    const { cwd, stdout } = terminal;
    const offer = offers[index];
    if (offer === undefined) return;
    const numbers = { asked: this.#asked, total: this.#total, index, of: offers.length };
    const style = { colors, columns: stdout.columns ?? 120, cwd };
    stdout.write(wordQuestion(site, offer, numbers, style));
  }

  /** `undefined` when the question stands. */
  #obey(key: string, site: Site, sites: readonly Site[], offer: Offer): Decision | undefined {
    const { answers, terminal } = this.#options;
    switch (key) {
      case 'y':
        answers.keep(site, sites, 'yes', offer.codemod);
        return { kind: 'take', offer };
      case 'n':
        answers.keep(site, sites, 'no', offer.codemod);
        return leave('declined');
      case 'a':
        this.#taken.add(groupOf(site, offer));
        return { kind: 'take', offer };
      case 'e':
        return this.#edit(site, offer);
      case 's':
        this.#skipped.add(site.path);
        return leave('skipped');
      case 'q':
        this.#isOver = true;
        return leave('skipped');
      case '\u0003':
        throw new AbortedError('Stopped. Nothing was written.');
      default:
        terminal.stdout.write(keyHelp);
        return undefined;
    }
  }

  /** `undefined` when it came to nothing, and the question stands. */
  #edit(site: Site, offer: Offer): Decision | undefined {
    const { keys, terminal } = this.#options;
    const edited = keys.lend(() => editText(site.path, offer.text, terminal));
    if ('failure' in edited) {
      terminal.stdout.write(`${edited.failure}\n`);
      return undefined;
    }
    const parsed = parseFile(site.path, edited.text);
    if (isParseFailure(parsed)) {
      terminal.stdout.write(
        `What you wrote does not parse (line ${parsed.line}): ${parsed.message}\n`,
      );
      return undefined;
    }
    if (edited.text === site.text) {
      terminal.stdout.write('You left the file as it was.\n');
      return undefined;
    }
    if (edited.text === offer.text) return { kind: 'take', offer };
    return { kind: 'edit', offer, text: edited.text };
  }
}

function groupOf({ problem }: Site, { codemod }: Offer): string {
  return `${problem.rule.name} ${codemod}`;
}

function leave(why: 'unsure' | 'declined' | 'skipped'): Decision {
  return { kind: 'leave', why };
}
