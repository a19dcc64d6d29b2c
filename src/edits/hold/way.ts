import type { Lease } from '../../analysis/facts.ts';
import type { Edit } from '../edit.ts';
import type { EditSource } from '../source.ts';
import type { Binding } from './binding.ts';

/** One way to protect a hold, before it is proven. */
export interface Way {
  readonly edits: readonly Edit[];
  /** It changes where an exception goes, or how long the connection is held. */
  readonly isDoubtful?: boolean;
}

/** Why a way is no way. */
export interface NoWay {
  readonly reason: string;
  /** It is for code of another shape: a reason that tells nothing where there is another one. */
  readonly tells?: 'shape';
}

/** What every way starts from. */
export interface Held {
  readonly lease: Lease;
  readonly binding: Binding;
  readonly source: EditSource;
}

/** The reason of a way that is for code of another shape. */
export function notFor(reason: string): NoWay {
  return { reason, tells: 'shape' };
}

/** Tells a way from a reason. */
export function isNoWay(way: Way | NoWay): way is NoWay {
  return 'reason' in way;
}
