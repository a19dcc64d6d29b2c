import type { Declined, Offer } from '../../repair.ts';
import type { Problem } from '../check-file.ts';
import type { Position } from '../lines.ts';

/** A finding that may be repaired, in the text of its file as it is now. */
export interface Site {
  readonly path: string;
  /** Without a byte order mark. */
  readonly text: string;
  readonly problem: Problem;
  /** Where the finding stands in the file as it is on the disk. */
  readonly onDisk: Position;
  /** Proven ways to repair it, safest first. */
  readonly offers: readonly Offer[];
  /** Why codemods do not repair it. */
  readonly refusals: readonly Declined[];
}

/** What is to become of a site. */
export type Decision =
  | { readonly kind: 'take'; readonly offer: Offer }
  /** A person wrote what the file shall be. */
  | { readonly kind: 'edit'; readonly offer: Offer; readonly text: string }
  | { readonly kind: 'leave'; readonly why: LeftBecause };

/**
 * Why a finding stays: no codemod can repair it (`refused`), a person should look at what one can
 * (`unsure`), said no (`declined`) or nothing (`skipped`), or there were too many rounds (`late`).
 */
type LeftBecause = 'refused' | 'unsure' | 'declined' | 'skipped' | 'late';

/** A finding that is repaired. */
export interface Repaired {
  readonly site: Site;
  readonly offer: Offer;
  /** A person changed what the codemod offered. */
  readonly isByHand: boolean;
}

/** A finding that stays. */
export interface Left {
  readonly site: Site;
  readonly why: LeftBecause;
}
