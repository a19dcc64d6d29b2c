import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { toLines } from '../lines.ts';
import { toName } from '../path-name.ts';
import { cacheFolderOf } from './cache-folder.ts';
import { hashOf } from './record.ts';
import { replaceFile } from './replace-file.ts';
import type { Site } from './site.ts';

/** What a person said about a repair. */
export type Answer = 'yes' | 'no';

interface Given {
  readonly answer: Answer;
  /** The codemod that the answer is about. */
  readonly codemod: string;
  /** What the file was when it was given: a yes counts for that text alone. */
  readonly file: string;
}

/** Answers of this run and of earlier ones. */
export class Answers {
  readonly #path: string;
  readonly #cwd: string;
  readonly #given: Map<string, Given[]>;
  /** Given in this run, which knows what it changed in the meantime. */
  readonly #fresh = new Set<Given>();
  /** The repair is made: another site with the same line is another question. */
  readonly #used = new Set<Given>();

  private constructor(path: string, cwd: string, given: Map<string, Given[]>) {
    this.#path = path;
    this.#cwd = cwd;
    this.#given = given;
  }

  /** Reads the answers of earlier runs; a file that is not there or not ours has none. */
  static read(file: string | undefined, cwd: string): Answers {
    const path = file === undefined ? join(cacheFolderOf(cwd), 'answers.json') : resolve(cwd, file);
    return new Answers(path, cwd, new Map(Object.entries(readGiven(path))));
  }

  /** The file that keeps them, as the user would name it; `undefined` while there are none. */
  get place(): string | undefined {
    return this.#given.size === 0 ? undefined : toName(this.#path, this.#cwd);
  }

  /** What was said about a site among those of its file. */
  find(site: Site, sites: readonly Site[]): Given | undefined {
    const given = this.#openOf(site)[rank(site, sites)];
    if (given === undefined || given.answer === 'no' || this.#fresh.has(given)) return given;
    return given.file === hashText(site) ? given : undefined;
  }

  /** Keeps what was said, at once: a run that is broken off forgets nothing. */
  keep(site: Site, sites: readonly Site[], answer: Answer, codemod: string): void {
    const list = this.#listOf(site);
    const old = this.#openOf(site)[rank(site, sites)];
    const given: Given = { answer, codemod, file: hashText(site) };
    this.#fresh.add(given);
    if (old === undefined) list.push(given);
    else list.splice(list.indexOf(old), 1, given);
    this.#given.set(this.#keyOf(site), list);
    this.#save();
  }

  /** The repairs were made in memory. */
  markUsed(sites: readonly Site[]): void {
    for (const site of sites) {
      const given = this.#openOf(site).find(({ answer }) => answer === 'yes');
      if (given !== undefined) this.#used.add(given);
    }
  }

  /** The repairs were written: there is nothing left that a yes could be about. */
  forgetUsed(): void {
    for (const [key, list] of this.#given) {
      const rest = list.filter(each => !this.#used.has(each));
      if (rest.length > 0) this.#given.set(key, rest);
      else this.#given.delete(key);
    }
    this.#save();
  }

  #openOf(site: Site): readonly Given[] {
    return this.#listOf(site).filter(each => !this.#used.has(each));
  }

  #listOf(site: Site): Given[] {
    return this.#given.get(this.#keyOf(site)) ?? [];
  }

  #keyOf(site: Site): string {
    return `${toName(site.path, this.#cwd).replaceAll('\\', '/')}\n${kindOf(site)}`;
  }

  #save(): void {
    mkdirSync(dirname(this.#path), { recursive: true });
    const text = JSON.stringify({ answers: Object.fromEntries(this.#given) }, undefined, 2);
    replaceFile(this.#path, Buffer.from(`${text}\n`));
  }
}

/** How many sites of the same kind on a line with the same text stand before it in its file. */
function rank(site: Site, sites: readonly Site[]): number {
  return sites.filter(each => kindOf(each) === kindOf(site)).indexOf(site);
}

function kindOf({ problem, text }: Site): string {
  const line = toLines(text).textOf(problem.from.line).trim();
  return [problem.rule.name, problem.finding.message, line].join('\n');
}

function hashText({ text }: Site): string {
  return hashOf(Buffer.from(text)).slice(0, 16);
}

function readGiven(path: string): Record<string, Given[]> {
  try {
    // Only this class writes the file; one that somebody edited is read as far as it fits.
    const { answers } = JSON.parse(readFileSync(path, 'utf8')) as {
      readonly answers?: Record<string, Given[]>;
    };
    return answers ?? {};
  } catch {
    return {};
  }
}
