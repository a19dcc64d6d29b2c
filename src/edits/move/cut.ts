import type { Node } from '../../source/source-file.ts';
import { walk } from '../../source/walk.ts';
import type { Edit } from '../edit.ts';
import { insert, replace } from '../edit.ts';
import { contentStart } from '../hold/wrap.ts';
import { hasOwnLines, lineEnd } from '../lines.ts';
import type { EditSource } from '../source.ts';
import { indentationAt } from '../style.ts';

/** Moves a statement with the comments above it to the line of an offset, in front of it or behind it. */
export function moveStatement(
  source: EditSource,
  statement: Node,
  to: { readonly before: number } | { readonly behind: number },
): readonly Edit[] | undefined {
  const { file, style } = source;
  const { text, path } = file;
  const start = contentStart(source, statement);
  if (start === undefined || !hasOwnLines(file, statement)) return undefined;
  const stop = lineEnd(text, statement.range[1]);
  const own = indentationAt(text, statement.range[0]);
  const anchor = 'before' in to ? to.before : to.behind;
  const target = indentationAt(text, lineEnd(text, anchor));
  if (target !== own && hasFixedLines(statement, source)) return undefined;
  const lines = text
    .slice(start, stop)
    .split(/\r?\n/)
    .map(line => (line.startsWith(own) ? target + line.slice(own.length) : line));
  const cut = replace({ file: path, ...rangeOfLines(text, start, stop) }, '');
  const moved = lines.join(style.newline);
  return 'before' in to
    ? [cut, insert(path, to.before, `${moved}${style.newline}`)]
    : [cut, insert(path, to.behind, `${style.newline}${moved}`)];
}

/** Whole lines, with the blank line that would be left at the edge of a block or beside another. */
function rangeOfLines(text: string, start: number, stop: number) {
  const next = text.indexOf('\n', stop) + 1;
  const end = next > 0 ? next : text.length;
  const before = /(?:^|[^\n]*)\r?\n$/.exec(text.slice(0, start))?.[0] ?? '';
  const behind = /^[ \t]*\r?\n/.exec(text.slice(end))?.[0] ?? '';
  if (before.trim() === '' && (behind !== '' || /^\s*\}/.test(text.slice(end)))) {
    return { start: start - before.length, end };
  }
  return { start, end: /\{\s*$/.test(before) ? end + behind.length : end };
}

/** Text over several lines whose white space means something. */
function hasFixedLines(statement: Node, { textOf }: EditSource): boolean {
  let found = false;
  walk(statement, node => {
    const isText = node.type === 'TemplateElement' || node.type === 'Literal';
    if (isText && textOf(node).includes('\n')) found = true;
    return !found;
  });
  return found;
}
