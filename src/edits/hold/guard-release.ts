import type { Node } from '../../source/source-file.ts';
import type { EditSource } from '../source.ts';
import { isInSameFunction, seatOf } from '../statements.ts';
import type { Binding } from './binding.ts';
import { statementToDrop } from './releases.ts';
import type { Held, NoWay, Way } from './way.ts';
import { contentStart, wrapInTry } from './wrap.ts';
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
    const edits = guardOne(source, call, binding);
    if (edits === undefined) continue;
    guarded.push(...edits);
    yield { edits };
  }
  if (guarded.length > 0) yield { edits: guarded };
}

function guardOne(source: EditSource, call: Node, binding: Binding): Way['edits'] | undefined {
  const dropped = statementToDrop(call, binding);
  const seat = dropped && seatOf(dropped);
  if (seat === undefined || seat.index === 0 || !isCleanup(seat.statement.parent)) return undefined;
  const { file } = source;
  const [start, end] = seat.statement.range;
  const begin = lineStart(file.text, start);
  // What is said of the release goes with it.
  const from = contentStart(source, seat.statement) ?? begin;
  const to = lineEnd(file.text, end);
  if (file.text.slice(begin, start).trim() !== '') return undefined;
  const next = file.text.indexOf('\n', to) + 1;
  const lost = [replace({ file: file.path, start: from, end: next }, '')];
  const first = seat.list[0];
  const last = seat.list[seat.index - 1];
  if (first === undefined || last === undefined) return undefined;
  const own = indentationAt(file.text, start);
  const lines = file.text
    .slice(from, to)
    .split(/\r?\n/)
    .map(line => line.replace(own, ''));
  const wrapped = wrapInTry(source, [first, last], { finally: lines }, lost);
  return wrapped && [...wrapped, ...lost];
}

/** A `catch`, a `finally`, or a `try` that begins one of them. */
function isCleanup(block: Node | null | undefined): boolean {
  const outer = block?.parent;
  if (outer?.type === 'CatchClause') return true;
  if (outer?.type !== 'TryStatement') return false;
  return outer.finalizer === block || (outer.block === block && isCleanup(outer.parent));
}
