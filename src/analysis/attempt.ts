import type { Node, SourceFile } from '../source/source-file.ts';
import type { Note } from './facts.ts';

/** What the note about a function says whose analysis went over its budget. */
export const TOO_LARGE =
  'This function is too large to be analysed to the end; some of its paths were not checked.';

/** Does a part of the analysis; what goes wrong in it becomes a note, and the rest goes on. */
export function attempt<T>(
  file: SourceFile,
  notes: Note[],
  work: () => T,
  at: Node = file.program,
): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) {
      // Code that nests deeper than the engine's stack.
      notes.push(noteAt(file, 'budget', at, TOO_LARGE));
      return undefined;
    }
    const what = error instanceof Error ? error.message : String(error);
    const where = error instanceof Error ? (error.stack?.split('\n')[1]?.trim() ?? '') : '';
    notes.push(
      noteAt(
        file,
        'failure',
        at,
        `The analysis failed here and went on behind: ${what} (${where})`,
      ),
    );
    return undefined;
  }
}

/** A note about a place. */
export function noteAt(file: SourceFile, kind: Note['kind'], node: Node, text: string): Note {
  const [start, end] = node.range;
  return { kind, at: { file: file.path, start, end }, line: file.lineOf(start), text };
}
