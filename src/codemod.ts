import type { Edit, NewFile } from './edits/edit.ts';
import type { EditSource } from './edits/source.ts';
import type { Finding } from './rule.ts';

/** `safe`: the same statements in the same order on every path; `likely`: a person should look once. */
export type Confidence = 'safe' | 'likely';

/** A codemod: a function from a finding to edits. It never looks for findings itself. */
export interface Codemod {
  /** Its name on the command line: `await-using`. */
  readonly name: string;
  /** One line for lists: an imperative without a full stop. */
  readonly summary: string;
  /** The rules whose findings it repairs. */
  readonly repairs: readonly string[];
  rewrite(finding: Finding, source: EditSource): Rewrite | Refusal;
}

/** What repairs a finding. Edits do not overlap; all of them belong together. */
export interface Rewrite {
  /** What it does, as an editor offers it: an imperative without a full stop. */
  readonly title: string;
  readonly confidence: Confidence;
  readonly edits: readonly Edit[];
  readonly creates?: readonly NewFile[];
}

/** Why a person must do it. */
export interface Refusal {
  readonly refused: string;
}

/** Types a codemod where it is written. */
export function defineCodemod(codemod: Codemod): Codemod {
  return codemod;
}

/** A refusal: the reason in words, ending with a full stop. */
export function refuse(reason: string): Refusal {
  return { refused: reason };
}
