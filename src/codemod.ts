import type { Edit, NewFile } from './edits/edit.ts';
import type { EditSource } from './edits/source.ts';
import type { Finding } from './rule.ts';

/** `safe`: the same statements in the same order where nothing fails; `likely`: a person should look once. */
export type Confidence = 'safe' | 'likely';

/** A codemod: a function from a finding to edits. It never looks for findings itself. */
export interface Codemod {
  /** Its name on the command line: `await-using`. */
  readonly name: string;
  /** One line for lists: an imperative without a full stop. */
  readonly summary: string;
  /** The rules whose findings it repairs. */
  readonly repairs: readonly string[];
  /** Of several that repair a finding equally well the lower one is offered first. */
  readonly precedence: number;
  /**
   * The ways to repair a finding, best first; the first that is proven is offered. A generator, so that
   * a way is only worked out when those before it have failed. The most telling refusal is shown.
   */
  rewrite(finding: Finding, source: EditSource): Iterable<Rewrite | Refusal>;
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
  /**
   * How little it tells where there are others: `shape`: the codemod is for other code; `attempt`: what it
   * tried does not help. Default: what stands in the way.
   */
  readonly tells?: 'shape' | 'attempt';
}

/** Types a codemod where it is written. */
export function defineCodemod(codemod: Codemod): Codemod {
  return codemod;
}

/** A refusal: the reason in words, ending with a full stop. */
export function refuse(reason: string, tells?: Refusal['tells']): Refusal {
  return { refused: reason, ...(tells && { tells }) };
}

/** What a single way comes to: a rewrite, or a refusal where there is none. */
export function onlyWay(
  way: Pick<Rewrite, 'edits'> | { readonly reason: string; readonly tells?: 'shape' },
  title: string,
  confidence: Confidence = 'likely',
): Rewrite | Refusal {
  return 'reason' in way ? refuse(way.reason, way.tells) : { title, confidence, edits: way.edits };
}

/** Sorts refusals: the most telling first. */
export function byTelling(one: Refusal, other: Refusal): number {
  return littleOf(one) - littleOf(other);
}

function littleOf({ tells }: Refusal): number {
  return tells === undefined ? 0 : tells === 'attempt' ? 1 : 2;
}

/** Tells a refusal from a rewrite. */
export function isRefusal(result: Rewrite | Refusal): result is Refusal {
  return 'refused' in result;
}
