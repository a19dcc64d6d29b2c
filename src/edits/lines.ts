import type { Node, SourceFile } from '../source/source-file.ts';
import { walk } from '../source/walk.ts';
import type { Edit } from './edit.ts';
import { insert, replace } from './edit.ts';

/** The offset at which the line of another begins. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** The offset at which the line of another ends, before its line ending. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end < 0) return text.length;
  return text[end - 1] === '\r' && end > offset ? end - 1 : end;
}

/** The offset at which the line in front of another ends, before its line ending; `start` is where the other begins. */
export function lineEndBefore(text: string, start: number): number {
  if (start === 0) return 0;
  return text[start - 2] === '\r' ? start - 2 : start - 1;
}

/** Whether a node has its lines for itself, but for comments behind it. */
export function hasOwnLines({ text }: SourceFile, { range: [start, end] }: Node): boolean {
  const before = text.slice(lineStart(text, start), start);
  const behind = text.slice(end, lineEnd(text, end));
  return before.trim() === '' && /^\s*;?\s*(?:\/\/.*|\/\*.*\*\/\s*)?$/.test(behind);
}

/** Deletes a statement, and its line when nothing else stands there. */
export function deleteStatement(file: SourceFile, statement: Node): Edit {
  const { text, path } = file;
  const [start, end] = statement.range;
  const from = lineStart(text, start);
  const to = lineEnd(text, end);
  const isAlone = text.slice(from, start).trim() === '' && text.slice(end, to).trim() === '';
  if (!isAlone) return replace({ file: path, start, end: endOfBlanks(text, end) }, '');
  const next = nextLine(text, to);
  const isGap = isBlankLine(text, from - 1);
  const endsGap = isBlankLine(text, next) || /^\s*\}/.test(text.slice(next, lineEnd(text, next)));
  const first = isGap && endsGap ? lineStart(text, from - 1) : from;
  return replace({ file: path, start: first, end: next }, '');
}

function endOfBlanks(text: string, end: number): number {
  const blanks = /^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0;
  return /^[ \t]*\r?\n/.test(text.slice(end)) ? end : end + blanks;
}

/** Whether the line of an offset is there and has nothing on it. */
function isBlankLine(text: string, offset: number): boolean {
  if (offset < 0 || offset >= text.length) return false;
  return text.slice(lineStart(text, offset), lineEnd(text, offset)).trim() === '';
}

function nextLine(text: string, end: number): number {
  const newline = text.indexOf('\n', end);
  return newline < 0 ? text.length : newline + 1;
}

/** Indents the lines of a range by one level; what stands in multi-line literals stays as it is. */
export function indentLines(file: SourceFile, range: Node['range'], by: string): readonly Edit[] {
  const { text, path } = file;
  const filled = startsOfLines(file, range).filter(
    at => text.slice(at, lineEnd(text, at)).trim() !== '',
  );
  return filled.map(at => insert(path, at, by));
}

/** Takes one level of indentation from the lines of a range; multi-line literals stay as they are. */
export function dedentLines(file: SourceFile, range: Node['range'], by: string): readonly Edit[] {
  const { text, path } = file;
  const indented = startsOfLines(file, range).filter(at => text.startsWith(by, at));
  return indented.map(at => replace({ file: path, start: at, end: at + by.length }, ''));
}

/** Where the lines of a range begin, without those within multi-line literals. */
function startsOfLines(file: SourceFile, [start, end]: Node['range']): readonly number[] {
  const { text } = file;
  const fixed = fixedRanges(file, start, end);
  const starts: number[] = [];
  for (let at = lineStart(text, start); at < end; at = nextLine(text, at)) {
    if (!fixed.some(([from, to]) => from < at && at <= to)) starts.push(at);
    if (nextLine(text, at) <= at) break;
  }
  return starts;
}

/** Text whose white space means something: template literals and strings over several lines. */
function fixedRanges(file: SourceFile, start: number, end: number) {
  const ranges: (readonly [number, number])[] = [];
  walk(file.program, node => {
    if (node.range[1] < start || node.range[0] > end) return false;
    const isText = node.type === 'TemplateElement' || node.type === 'Literal';
    if (isText && file.text.slice(...node.range).includes('\n')) ranges.push(node.range);
    return true;
  });
  return ranges;
}
