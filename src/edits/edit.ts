import type { Span } from '../span.ts';

/** One replacement of text in one file; an insertion has an empty span. */
export interface Edit {
  readonly at: Span;
  readonly text: string;
}

/** A file that a repair writes once, where none is yet. */
export interface NewFile {
  /** Absolute path. */
  readonly path: string;
  readonly text: string;
}
