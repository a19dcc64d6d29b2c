import type { Helper } from '../../drivers/own-functions.ts';
import type { Project } from '../../source/project.ts';
import type { SourceFile, Unparsed } from '../../source/source-file.ts';
import type { Session } from '../flow/session.ts';

/** Where the functions that lead are looked for. */
export interface Search {
  readonly project: Project;
  /** The file that may be analysed next, as its host sees it. */
  readonly file: Unparsed;
  /** What the user says of functions. */
  readonly helpers: readonly Helper[];
  /** A session to ask functions in; each time a new one. */
  readonly session: () => Session;
}

/** A search that was made: a host asks before it parses a file, and the analysis once more. */
export class Asked {
  readonly #search: Search | undefined;
  /** The tree in which functions were asked, if any were. */
  #tree: SourceFile['program'] | undefined;

  constructor(search?: Search) {
    this.#search = search;
  }

  /** The file as its host sees it. */
  parsed(): SourceFile | undefined {
    const file = this.#search?.file.parsed();
    this.#tree = file?.program;
    return file;
  }

  /** Whether another search would find the same. */
  isSame({ project, file }: Search): boolean {
    const known = this.#search;
    if (known?.project !== project || known.file.path !== file.path) return false;
    if (known.file.text !== file.text) return false;
    return this.#tree === undefined || this.#tree === file.parsed()?.program;
  }
}
