import type { Node } from '../../source/source-file.ts';
import type { EditSource } from '../source.ts';
import { isInSameFunction, seatOf } from '../statements.ts';
import type { Held, NoWay, Way } from './way.ts';
import { wrapInTry } from './wrap.ts';
import { replace } from '../edit.ts';
import { lineEnd, lineStart } from '../lines.ts';
import { indentationAt } from '../style.ts';

/** In a `catch` or `finally` that does something before it gives the connection back: that gets a `try`. */
export function* guardRelease(held: Held): Iterable<Way | NoWay> {
  const { lease, binding, source } = held;
  const guarded: Way['edits'][number][] = [];
  for (const span of lease.handling.releases) {
    const call = source.nodeAt(span);
    if (call === undefined || !isInSameFunction(call, binding.call)) continue;
    const edits = guardOne(source, call);
    if (edits === undefined) continue;
    guarded.push(...edits);
    yield { edits };
  }
  if (guarded.length > 0) yield { edits: guarded };
}

function guardOne(source: EditSource, call: Node): Way['edits'] | undefined {
  const seat = seatOf(call);
  if (seat === undefined || seat.index === 0) return undefined;
  const block = seat.statement.parent;
  const isCleanup =
    block?.parent?.type === 'CatchClause' ||
    (block?.parent?.type === 'TryStatement' && block.parent.finalizer === block);
  if (!isCleanup) return undefined;
  const { file } = source;
  const [start, end] = seat.statement.range;
  const from = lineStart(file.text, start);
  const to = lineEnd(file.text, end);
  if (file.text.slice(from, start).trim() !== '') return undefined;
  const next = file.text.indexOf('\n', to) + 1;
  const lost = [replace({ file: file.path, start: from, end: next }, '')];
  const first = seat.list[0];
  const last = seat.list[seat.index - 1];
  if (first === undefined || last === undefined) return undefined;
  const own = indentationAt(file.text, start);
  const lines = file.text
    .slice(start, to)
    .split(/\r?\n/)
    .map(line => line.replace(own, ''));
  const wrapped = wrapInTry(source, [first, last], { finally: lines }, lost);
  return wrapped && [...wrapped, ...lost];
}
