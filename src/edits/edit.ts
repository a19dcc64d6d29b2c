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

/** Replaces what stands in a span. */
export function replace(at: Span, text: string): Edit {
  return { at, text };
}

/** Puts text in front of an offset. */
export function insert(file: string, offset: number, text: string): Edit {
  return { at: { file, start: offset, end: offset }, text };
}

/** The edits of one file in the order of its text; insertions at one place keep their order. */
function inOrder(edits: readonly Edit[], file: string): readonly Edit[] {
  return edits
    .filter(({ at }) => at.file === file)
    .toSorted((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
}

/** Two edits that want the same text, if there are any. */
export function findOverlap(edits: readonly Edit[]): readonly [Edit, Edit] | undefined {
  for (const file of new Set(edits.map(({ at }) => at.file))) {
    const sorted = inOrder(edits, file);
    for (const [index, edit] of sorted.entries()) {
      const next = sorted[index + 1];
      if (next !== undefined && next.at.start < edit.at.end) return [edit, next];
    }
  }
  return undefined;
}

/** The text after all edits of a file; every offset is one of the text before. */
export function applyEdits(text: string, edits: readonly Edit[], file: string): string {
  let result = '';
  let from = 0;
  for (const { at, text: inserted } of inOrder(edits, file)) {
    if (at.start < from) throw new RangeError(`Two edits of ${file} overlap at ${at.start}.`);
    result += text.slice(from, at.start) + inserted;
    from = at.end;
  }
  return result + text.slice(from);
}

/** Where offsets of the text before stand in the text after, and the other way round. */
export interface Shift {
  /** `undefined` inside replaced text. */
  toNew(offset: number): number | undefined;
  /** `undefined` inside new text. */
  toOld(offset: number): number | undefined;
}

/** How the edits of a file move what they do not touch. */
export function shiftOf(edits: readonly Edit[], file: string): Shift {
  const sorted = inOrder(edits, file);
  return {
    toNew(offset) {
      let moved = offset;
      for (const { at, text } of sorted) {
        if (offset < at.start) break;
        if (offset < at.end) return undefined;
        moved += text.length - (at.end - at.start);
      }
      return moved;
    },
    toOld(offset) {
      let moved = 0;
      for (const { at, text } of sorted) {
        const start = at.start + moved;
        if (offset < start) break;
        if (offset < start + text.length) return undefined;
        moved += text.length - (at.end - at.start);
      }
      return offset - moved;
    },
  };
}
