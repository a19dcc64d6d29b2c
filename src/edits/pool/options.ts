import type { PoolFact } from '../../analysis/pool-facts.ts';
import { keyName } from '../../source/names.ts';
import type { Node } from '../../source/source-file.ts';
import type { Span } from '../../span.ts';
import type { Edit } from '../edit.ts';
import { insert, replace } from '../edit.ts';
import type { NoWay, Way } from '../hold/way.ts';
import { lineEnd, lineStart } from '../lines.ts';
import type { EditSource } from '../source.ts';
import { indentationAt } from '../style.ts';

type Table = Extract<Node, { type: 'ObjectExpression' }>;
type Property = Extract<Node, { type: 'Property' }>;

/** Sets an option of a pool where its options are written, whether or not something is set there. */
export function setOption(
  pool: PoolFact,
  name: string,
  value: string,
  source: EditSource,
): Way | NoWay {
  const { insertion } = pool;
  if (insertion === undefined) return { reason: 'Its options are no object that is written here.' };
  const { at, before, after } = insertion;
  const table = before.includes('{') ? undefined : tableAt(at, source);
  const text = entryFor(name.split('.'), value);
  if (table === undefined) {
    return { edits: [insert(at.file, at.start, `${before}${text}${after}`)] };
  }
  return setIn(table, name.split('.'), value, source);
}

/** Takes out an option that does nothing. */
export function removeOption(at: Span, source: EditSource): Way | NoWay {
  const property = source.nodeAt(at);
  const table = property?.parent;
  if (property?.type !== 'Property' || table?.type !== 'ObjectExpression') {
    return { reason: 'It is not written as a property of an object.' };
  }
  const { file } = source;
  const [start, end] = property.range;
  const comma = /^\s*,[ \t]*/.exec(file.text.slice(end));
  const line = lineStart(file.text, start);
  const stop = end + (comma?.[0].trimEnd().length ?? 0);
  const isAlone =
    file.text.slice(line, start).trim() === '' &&
    /^\s*(?:\/\/.*)?$/.test(file.text.slice(stop, lineEnd(file.text, stop)));
  // What is said behind it is said of it.
  if (isAlone) return { edits: [deleted(source, line, file.text.indexOf('\n', stop) + 1)] };
  if (comma) return { edits: [deleted(source, start, end + comma[0].length)] };
  const index = table.properties.indexOf(property);
  return { edits: [deleted(source, table.properties[index - 1]?.range[1] ?? start, end)] };
}

function deleted({ file }: EditSource, start: number, end: number): Edit {
  return replace({ file: file.path, start, end }, '');
}

/** The object in which an insertion stands, behind its last property or in its emptiness. */
function tableAt({ start }: Span, { file, nodeAt }: EditSource): Table | undefined {
  const open = file.text.lastIndexOf('{', start);
  for (let from = open; from >= 0; from = file.text.lastIndexOf('{', from - 1)) {
    const end = endOfTable(file.text, start);
    const node = nodeAt({ file: file.path, start: from, end });
    if (node?.type === 'ObjectExpression') return node;
  }
  return undefined;
}

/** Behind the brace that closes the object of an insertion: only a comma and comments stand between. */
function endOfTable(text: string, start: number): number {
  const between = /^(?:\s|,|\/\/[^\n]*|\/\*[^]*?\*\/)*\}/.exec(text.slice(start));
  return start + (between?.[0].length ?? 0);
}

function setIn(
  table: Table,
  [name = '', ...inner]: readonly string[],
  value: string,
  source: EditSource,
): Way | NoWay {
  const there = table.properties.findLast(
    (one): one is Property => one.type === 'Property' && keyName(one) === name,
  );
  if (there === undefined) return addTo(table, entryFor([name, ...inner], value), source);
  if (inner.length === 0) {
    const { range, type } = there.value;
    if (there.shorthand || type !== 'Literal') {
      return { reason: `\`${name}\` is set to something that comes from elsewhere.` };
    }
    const [start, end] = range;
    return { edits: [replace({ file: source.file.path, start, end }, value)] };
  }
  if (there.value.type !== 'ObjectExpression') {
    return { reason: `\`${name}\` is no object that is written here.` };
  }
  return setIn(there.value, inner, value, source);
}

function entryFor([name = '', ...inner]: readonly string[], value: string): string {
  return `${name}: ${inner.length === 0 ? value : `{ ${entryFor(inner, value)} }`}`;
}

/** Behind the last property, on a line of its own where that has one. */
function addTo(table: Table, entry: string, source: EditSource): Way | NoWay {
  const { file, style } = source;
  const { text, path } = file;
  const last = table.properties.at(-1);
  const [open, close] = [table.range[0] + 1, table.range[1] - 1];
  if (last === undefined) {
    if (text.slice(open, close).trim() !== '') return { reason: 'Comments stand in its options.' };
    return { edits: [replace({ file: path, start: open, end: close }, ` ${entry} `)] };
  }
  const [start, end] = last.range;
  const own = lineStart(text, start);
  const isOnOwnLine = text.slice(own, start).trim() === '' && lineEnd(text, end) < close;
  if (!isOnOwnLine) return { edits: [insert(path, end, `, ${entry}`)] };
  const comma = /^\s*,/.exec(text.slice(end, close));
  const line = `${style.newline}${indentationAt(text, start)}${entry}`;
  const stop = lineEnd(text, end + (comma?.[0].length ?? 0));
  if (comma) return { edits: [insert(path, stop, `${line},`)] };
  return { edits: [insert(path, end, ','), insert(path, stop, line)] };
}
