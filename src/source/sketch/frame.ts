import { char } from './characters.ts';

/** A bracket that is open, and the part of it up to the next comma or semicolon: a segment. */
export interface Frame {
  /** The character that closes it; the end of the text closes the outermost. */
  readonly closer: number;
  /** Whether it is the expression of a template. */
  readonly isTemplate: boolean;
  /** Where its text begins. */
  readonly start: number;
  /** The definition around the bracket. */
  readonly base: number;
  /** The innermost definition of the segment. */
  definition: number;
  /** Whether the value of the segment's definition is a chain of members so far: `a.b.c`. */
  isChain: boolean;
  /** Whether `const`, `let` or `var` began the segment. */
  isVariable: boolean;
  /** Whether a colon stands behind the name of the segment's definition. */
  isKey: boolean;
  /** Whether the segment's definition is a pattern, whose names are those of members. */
  isPattern: boolean;
  /** Whether the segment waits for what it calls. */
  isAwaited: boolean;
  /** The word before. */
  last: string | undefined;
  /** What the bracket passes arguments to, unless it turns out to be a method's own name. */
  readonly called: Called | undefined;
  /** Names that a pattern may bind, with the keys that it takes them from. */
  readonly names: PatternName[];
  /** Whether it is no pattern and no object: it has statements in it, or arguments. */
  isBlock: boolean;
}

/** A name before a bracket. */
export interface Called {
  readonly name: string;
  readonly definition: number;
  /** Whether a method could begin there. */
  readonly mayBeMethod: boolean;
}

interface PatternName {
  readonly name: string;
  /** `undefined` where the key is the name. */
  readonly key?: string;
  /** Whether it stands between commas alone, as in `{ run, stop }`. */
  readonly isShorthand: boolean;
}

/** A bracket that has just opened. */
export function openFrame(
  opener: number,
  base: number,
  start: number,
  { isTemplate = false, called }: Partial<Pick<Frame, 'isTemplate' | 'called'>> = {},
): Frame {
  return {
    called,
    closer: closerOf(opener),
    isTemplate,
    start,
    base,
    definition: base,
    isChain: false,
    isVariable: false,
    isKey: false,
    isPattern: false,
    isAwaited: false,
    last: undefined,
    names: [],
    isBlock: opener === char.open,
  };
}

/** Begins the next segment. */
export function nextSegment(frame: Frame): void {
  frame.definition = frame.base;
  frame.isChain = false;
  frame.isVariable = false;
  frame.isKey = false;
  frame.isPattern = false;
  frame.isAwaited = false;
  frame.last = undefined;
}

function closerOf(opener: number): number {
  if (opener === char.open) return char.close;
  return opener === char.openSquare ? char.closeSquare : char.closeCurly;
}
