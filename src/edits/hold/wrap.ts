import type { Node } from '../../source/source-file.ts';
import type { Edit } from '../edit.ts';
import { insert } from '../edit.ts';
import { hasOwnLines, indentLines, lineEnd, lineEndBefore, lineStart } from '../lines.ts';
import type { EditSource } from '../source.ts';
import { indentationAt } from '../style.ts';

/** What stands behind the statements that are put into a `try`. */
export interface Around {
  /** Statements of the `catch`, which throws on. */
  readonly caught?: readonly string[];
  /** Statements of the `finally`. */
  readonly finally?: readonly string[];
  /** A statement in front. */
  readonly before?: string | undefined;
}

/** Puts neighbouring statements into a `try`; `lost` are edits that delete some of their lines. */
export function wrapInTry(
  source: EditSource,
  [first, last]: readonly [Node, Node],
  around: Around,
  lost: readonly Edit[],
): readonly Edit[] | undefined {
  const { file, style } = source;
  const { text, path } = file;
  const { newline, indent } = style;
  const start = contentStart(source, first);
  if (start === undefined || !endsItsLine(source, last)) return undefined;
  const own = indentationAt(text, first.range[0]);
  const stop = lineEnd(text, last.range[1]);
  const lines = (body: readonly string[]): string =>
    body.map(line => `${own}${indent}${line}${newline}`).join('');
  const caught =
    around.caught && `${lines([...around.caught, `throw error${style.semicolon}`])}${own}}`;
  const behind = [
    `${newline}${own}}`,
    caught === undefined ? '' : ` catch (error) {${newline}${caught}`,
    around.finally ? ` finally {${newline}${lines(around.finally)}${own}}` : '',
  ].join('');
  const before = around.before === undefined ? '' : `${own}${around.before}${newline}`;
  return [
    insert(path, start, `${before}${own}try {${newline}`),
    ...indentLines(file, [start, stop], indent).filter(edit => !isLost(edit, lost)),
    insert(path, endOfKept(text, stop, lost), behind),
  ];
}

/** The end of the last line that stays: what is deleted at the end leaves no gap. */
function endOfKept(text: string, stop: number, lost: readonly Edit[]): number {
  let end = stop;
  for (;;) {
    const over = lost.find(({ at, text: now }) => now === '' && at.start < end && end <= at.end);
    if (over === undefined) return end === stop ? end : withoutBlankLines(text, end);
    // Its line goes as a whole, and so does the line ending in front of the new one.
    end = lineEndBefore(text, over.at.start);
    if (end > over.at.start) return stop;
  }
}

function withoutBlankLines(text: string, offset: number): number {
  let end = offset;
  while (end > 0 && text.slice(lineStart(text, end), end).trim() === '') {
    end = lineEndBefore(text, lineStart(text, end));
  }
  return end;
}

/** Whether the text that an insertion goes into is deleted. */
export function isLost({ at }: Edit, lost: readonly Edit[]): boolean {
  return lost.some(one => one.at.start <= at.start && at.start < one.at.end);
}

/** The line on which a statement, or a comment above it, begins. */
export function contentStart({ file }: EditSource, first: Node): number | undefined {
  const { text } = file;
  const own = lineStart(text, first.range[0]);
  if (text.slice(own, first.range[0]).trim() !== '') return undefined;
  let start = own;
  while (start > 0) {
    const before = lineStart(text, start - 1);
    if (!/^\s*(?:\/\/|\/\*|\*)/.test(text.slice(before, start - 1))) break;
    start = before;
  }
  // Half of a comment would end up outside.
  return /^\s*\*/.test(text.slice(start, own)) ? own : start;
}

function endsItsLine({ file }: EditSource, last: Node): boolean {
  const { text } = file;
  const behind = text.slice(last.range[1], lineEnd(text, last.range[1]));
  return hasOwnLines(file, last) || /^\s*;?\s*(?:\/\/.*)?$/.test(behind);
}
