import type { Hold } from '../../analysis/hold-facts.ts';
import type { Node } from '../../source/source-file.ts';
import type { Span } from '../../span.ts';
import type { Edit } from '../edit.ts';
import { insert, replace } from '../edit.ts';
import type { NoWay, Way } from '../hold/way.ts';
import { contentStart } from '../hold/wrap.ts';
import { dedentLines, hasOwnLines, lineEnd, lineStart } from '../lines.ts';
import type { EditSource } from '../source.ts';
import { isMentionedIn } from '../statements.ts';
import { halvesOf, type Halves } from './halves.ts';
import { findClash } from './independent.ts';
import { findWork, type WorkSpot } from './spot.ts';

type Try = Extract<Node, { type: 'TryStatement' }>;

/** A hold in which foreign work stands between two halves, in a `try` that only gives back. */
interface Split {
  readonly spot: WorkSpot;
  readonly around: Try;
  readonly halves: Halves;
  /** The pool, as written. */
  readonly pool: string;
}

/** Holds no connection while foreign work is waited for: what stands before it goes through the pool. */
export function splitHold(hold: Hold, at: Span, source: EditSource): Way | NoWay {
  const split = findSplit(hold, at, source);
  if ('reason' in split) return split;
  const { spot, around, halves, pool } = split;
  const head = headOf(spot, around, source);
  const tail = halves.second.length > 1 ? laterHold(split, source) : withoutHold(around, source);
  if (head === undefined || tail === undefined) {
    return { reason: 'Its statements share lines with others.' };
  }
  const renamed = halves.second.length > 1 ? halves.first : [...halves.first, ...halves.second];
  const { path } = source.file;
  const names = renamed.map(({ range: [start, end] }) => replace({ file: path, start, end }, pool));
  return { edits: [head, ...tail, ...names] };
}

function findSplit(hold: Hold, at: Span, source: EditSource): Split | NoWay {
  if (hold.by !== 'own') return { reason: 'The connection is not acquired by a statement.' };
  const spot = findWork(hold, at, source);
  if ('reason' in spot) return spot;
  const { around, start, connection, work } = spot;
  const pool = poolOf(hold, source);
  if (pool === undefined) return { reason: 'What gives the connection is no plain name.' };
  if (around?.finalizer?.body.length !== 1 || around.handler || !connection) {
    return { reason: 'It does not stand in a `try` that does nothing but give it back.' };
  }
  if (isMentionedIn(connection, work)) return { reason: 'What waits uses the connection, too.' };
  if (start.list[start.index + 1] !== around || start.statement.type !== 'VariableDeclaration') {
    return { reason: 'The `try` does not follow the acquire.' };
  }
  const halves = halvesOf(hold, spot, source);
  if ('reason' in halves) return halves;
  if (halves.first.length === 0) return { reason: 'Nothing is sent before it waits.' };
  if (halves.second.length === 0) return { reason: 'Nothing is sent after it has waited.' };
  const moved = halves.second.length > 1 ? spot.before : around.block.body;
  for (const one of [...moved, work]) {
    const clash = findClash(one, start.statement.parent ?? one, source);
    if (clash !== undefined) return { reason: `\`${clash}\` means something else outside.` };
  }
  return { spot, around, halves, pool };
}

function poolOf({ acquire }: Hold, source: EditSource): string | undefined {
  const call = source.nodeAt(acquire);
  const callee = call?.type === 'CallExpression' ? call.callee : call;
  const pool = callee?.type === 'MemberExpression' ? source.textOf(callee.object) : '';
  return /^[\w$]+(?:\.#?[\w$]+)*$/.test(pool) ? pool : undefined;
}

/** Takes out the acquire and the head of the `try` behind it. */
function headOf({ start }: WorkSpot, around: Try, source: EditSource): Edit | undefined {
  const { text, path } = source.file;
  const from = contentStart(source, start.statement);
  const open = around.block.range[0];
  const end = text.indexOf('\n', open) + 1;
  const between = text.slice(lineEnd(text, start.statement.range[1]), around.range[0]);
  const isPlain =
    hasOwnLines(source.file, start.statement) &&
    between.trim() === '' &&
    text.slice(open + 1, end).trim() === '';
  if (from === undefined || !isPlain || end === 0) return undefined;
  return replace({ file: path, start: from, end }, '');
}

/** Acquires in front of the second half. */
function laterHold({ spot, around }: Split, source: EditSource): readonly Edit[] | undefined {
  const { file, style } = source;
  const { text, path } = file;
  const [next] = spot.behind;
  const from = contentStart(source, spot.start.statement);
  const at = next && contentStart(source, next);
  if (at === undefined || from === undefined) return undefined;
  const acquire = text.slice(from, lineEnd(text, spot.start.statement.range[1]));
  const head = text.slice(lineStart(text, around.range[0]), around.block.range[0] + 1);
  const first = text.indexOf('\n', around.block.range[0]) + 1;
  return [
    ...dedentLines(file, [first, at], style.indent),
    insert(path, at, `${acquire}${style.newline}${head}${style.newline}`),
  ];
}

/** Takes the `try` off its statements: the pool runs all of them. */
function withoutHold(
  { block, finalizer }: Try,
  { file, style }: EditSource,
): readonly Edit[] | undefined {
  const { text, path } = file;
  const first = text.indexOf('\n', block.range[0]) + 1;
  const close = lineStart(text, block.range[1] - 1);
  const stop = finalizer?.range[1] ?? 0;
  const isPlain = close >= first && text.slice(stop, lineEnd(text, stop)).trim() === '';
  // A comment in there would be lost.
  const isBare = !/\/\/|\/\*/.test(text.slice(block.range[1], stop));
  if (!isPlain || !isBare || text.slice(close, block.range[1]).trim() !== '}') return undefined;
  const end = text.indexOf('\n', stop);
  return [
    ...dedentLines(file, [first, close], style.indent),
    replace({ file: path, start: close, end: end < 0 ? text.length : end + 1 }, ''),
  ];
}
