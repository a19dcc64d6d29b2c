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
  let to = list.findLastIndex((one, at) => at >= from && isMentionedIn(variable, one));
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
  return { from, to };
}

/** The same up to the end of the block. */
export function regionToEnd({ list, index }: Binding): Region | undefined {
  return index + 1 < list.length ? { from: index + 1, to: list.length - 1 } : undefined;
}
