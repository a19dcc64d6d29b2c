import type { PoolStatement } from '../../analysis/facts.ts';
import type { Node } from '../../source/source-file.ts';
import { isFunction, walk } from '../../source/walk.ts';
import type { Edit } from '../edit.ts';
import { replace } from '../edit.ts';
import type { NoWay, Way } from '../hold/way.ts';
import { wrapInTry } from '../hold/wrap.ts';
import { callsIn } from '../move/steps.ts';
import type { EditSource } from '../source.ts';
import { declaredIn, isMentionedIn, tryAround } from '../statements.ts';
import { inTry } from './in-try.ts';
import { findTransaction, isRollBack, receiverOf, usesIn, type PoolTransaction } from './pinned.ts';

/** Sends a transaction that went through a pool through one connection of it. */
export function pinToClient(statement: PoolStatement, source: EditSource): Way | NoWay {
  const found = findTransaction(statement, source);
  if ('reason' in found) return found;
  const { seat, last } = found;
  if (last.type === 'TryStatement') return inTry(found, last, seat.statement, source);
  const around = tryAround(seat.statement);
  const isWhole = around !== undefined && around.block.body.some(one => one === seat.statement);
  if (isWhole && around.handler && rollsBack(around.handler, found, source)) {
    return inTry(found, around, undefined, source);
  }
  return wrapped(found, source);
}

function rollsBack(node: Node, { pool }: PoolTransaction, source: EditSource): boolean {
  return callsIn(node).some(call => receiverOf(call, source) === pool && isRollBack(call, source));
}

/** From the begin to the commit, and on to what needs a variable from there. */
function wrapped(found: PoolTransaction, source: EditSource): Way | NoWay {
  const { seat, last, pool, acquire, release, name } = found;
  const { style } = source;
  const { list, index } = seat;
  const to = endOf(seat, list.indexOf(last), source);
  const region = list.slice(index, to + 1);
  const end = region.at(-1);
  if (end === undefined) return { reason: 'Where it is committed is not in sight.' };
  if (region.some(one => returnsEarly(one))) {
    return { reason: 'It is left in the middle, and what is done by then a person must say.' };
  }
  const uses = usesIn(region, found, source);
  if ('reason' in uses) return uses;
  const stop = style.semicolon;
  const edits = wrapInTry(
    source,
    [seat.statement, end],
    {
      before: `const ${name} = await ${pool}.${acquire}()${stop}`,
      caught: [`await ${name}.query(${style.quote}ROLLBACK${style.quote})${stop}`],
      finally: [`${release.replace('NAME', name)}${stop}`],
    },
    [],
  );
  if (edits === undefined) return { reason: 'Its statements share lines with others.' };
  return { edits: [...edits, ...renamed(uses, name, source)] };
}

function endOf({ list, index }: PoolTransaction['seat'], commit: number, { file }: EditSource) {
  let to = commit;
  for (let at = index; at <= to; at++) {
    const statement = list[at];
    const declared = statement ? declaredIn(file, statement) : [];
    for (const one of declared) {
      to = Math.max(
        to,
        list.findLastIndex(other => isMentionedIn(one, other)),
      );
    }
  }
  return to;
}

/** Whether a statement leaves the function in some branch, but not as its last word. */
function returnsEarly(statement: Node): boolean {
  let found = false;
  walk(statement, node => {
    if (isFunction(node)) return false;
    const isWord = node.type === 'ReturnStatement' && node !== statement;
    if (isWord || /^(?:Break|Continue)Statement$|^YieldExpression$/.test(node.type)) found = true;
    return true;
  });
  return found;
}

/** Puts the name of the connection where the pool was. */
export function renamed(
  uses: readonly Node[],
  name: string,
  { file }: EditSource,
): readonly Edit[] {
  return uses.map(({ range: [start, end] }) => replace({ file: file.path, start, end }, name));
}
