import { isWithin } from '../../source/walk.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { declaredIn, isMentionedIn } from '../statements.ts';
import type { Binding } from './binding.ts';

/** The statements behind the acquire that belong to the hold: `list[from]` to `list[to]`. */
export interface Region {
  readonly from: number;
  readonly to: number;
}

/**
 * From the acquire to the last statement that mentions the connection, and on to the last that
 * needs a variable declared on the way; `undefined` when nothing follows.
 */
export function regionAfter(
  { list, index, variable }: Binding,
  file: SourceFile,
): Region | undefined {
  const from = index + 1;
  const end = endOfValue({ list, index, variable });
  let to = list.findLastIndex((one, at) => at >= from && at < end && isMentionedIn(variable, one));
  if (to < from) return undefined;
  for (let at = from; at <= to; at++) {
    const statement = list[at];
    if (statement === undefined) continue;
    for (const declared of declaredIn(file, statement)) {
      to = Math.max(
        to,
        list.findLastIndex(one => isMentionedIn(declared, one)),
      );
    }
  }
  return to < end ? { from, to } : undefined;
}

/** The statement that gives the variable another connection, or the end of the list. */
function endOfValue({ list, index, variable }: Pick<Binding, 'list' | 'index' | 'variable'>) {
  const writes = variable.references.filter(one => one.isWrite());
  const next = list.findIndex(
    (one, at) => at > index && writes.some(({ identifier }) => isWithin(one, identifier)),
  );
  return next < 0 ? list.length : next;
}

/** The same up to the end of the block. */
export function regionToEnd({ list, index }: Binding): Region | undefined {
  return index + 1 < list.length ? { from: index + 1, to: list.length - 1 } : undefined;
}
