import type { Lease } from '../../analysis/facts.ts';
import { functionAround } from '../../source/walk.ts';
import { insert } from '../edit.ts';
import { hasOwnLines, lineEnd } from '../lines.ts';
import type { EditSource } from '../source.ts';
import { canAwait, seatOf } from '../statements.ts';
import { indentationAt } from '../style.ts';
import { freeName } from './ending.ts';
import { notFor, type NoWay, type Way } from './way.ts';

const NAMES = ['connection', 'client', 'unusedConnection'];

/** `await pool.connect();`: nobody keeps what it gives, so it is named and given back at once. */
export function releaseAtOnce(lease: Lease, source: EditSource): Way | NoWay {
  const { file, style } = source;
  const call = source.nodeAt(lease.handling.call);
  const seat = call && seatOf(call);
  const awaited = call?.parent;
  if (call === undefined || seat === undefined || awaited?.type !== 'AwaitExpression') {
    return notFor('Its value is no statement of its own.');
  }
  const isDropped =
    awaited.parent === seat.statement && seat.statement.type === 'ExpressionStatement';
  // What ends a transaction a person must say; what is given back by another name has one.
  if (!isDropped || lease.name !== undefined || lease.handling.isTransaction || lease.standalone) {
    return notFor('No variable of this function holds it.');
  }
  if (!canAwait(functionAround(call))) return { reason: 'The function is not `async`.' };
  const name = freeName(file.text, NAMES);
  if (name === undefined) return { reason: 'The usual names for it mean something else here.' };
  if (!hasOwnLines(file, seat.statement)) {
    return { reason: 'Its statements share lines with others.' };
  }
  const giveBack = lease.giveBack.replace(/\bconnection\b/, name);
  const wait = lease.handling.isAsync ? 'await ' : '';
  const own = indentationAt(file.text, seat.statement.range[0]);
  const [start, end] = seat.statement.range;
  const edits = [
    insert(file.path, start, `const ${name} = `),
    insert(
      file.path,
      lineEnd(file.text, end),
      `${style.newline}${own}${wait}${giveBack}${style.semicolon}`,
    ),
  ];
  return { edits, isDoubtful: true };
}
