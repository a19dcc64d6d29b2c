import type { Called, Frame } from './frame.ts';
import type { SketchBuilder } from './sketch.ts';

/** Where the reader is. */
export interface Reader {
  readonly text: string;
  readonly sketch: SketchBuilder;
  readonly frames: Frame[];
  frame: Frame;
  /** The last character that is neither space nor comment; `0` after a word of the language. */
  previous: number;
  /** Whether a line ended since. */
  hasBreak: boolean;
  /** The name just before a bracket. */
  called: Called | undefined;
  /** Where the clause of an import began. */
  clause: number;
}
