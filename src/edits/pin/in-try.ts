import type { Node } from '../../source/source-file.ts';
import { functionAround, isWithin } from '../../source/walk.ts';
import type { Edit } from '../edit.ts';
import { insert } from '../edit.ts';
import type { NoWay, Way } from '../hold/way.ts';
import { contentStart } from '../hold/wrap.ts';
import { lineStart } from '../lines.ts';
import { moveStatement } from '../move/cut.ts';
import { callsIn, methodOf } from '../move/steps.ts';
import type { EditSource } from '../source.ts';
import { indentationAt } from '../style.ts';
import { renamed } from './pin.ts';
import { receiverOf, usesIn, type PoolTransaction } from './pinned.ts';

type Try = Extract<Node, { type: 'TryStatement' }>;

const SHARED: NoWay = { reason: 'Its statements share lines with others.' };

/**
 * Acquires the connection for a `try` that is there, and gives it back in its `finally`; `begin` stands
 * in front of it.
 *
 * Where its `catch` does not throw on, it has to see a failed acquire, too: that then stands inside.
 */
export function inTry(
  found: PoolTransaction,
  around: Try,
  begin: Node | undefined,
  source: EditSource,
): Way | NoWay {
  const { name, release } = found;
  const { handler } = around;
  if (!handler) return { reason: 'Its `try` has no `catch` that rolls it back.' };
  const closing = closesIn(around, found, source);
  const parts = [begin, around.block, handler, closing ? undefined : around.finalizer];
  const uses = usesIn(
    parts.flatMap(one => one ?? []),
    found,
    source,
  );
  if ('reason' in uses) return uses;
  if (uses.some(use => functionAround(use) !== functionAround(around))) {
    return { reason: 'A function in it uses the pool, too.' };
  }
  const throwsOn = handler.body.body.at(-1)?.type === 'ThrowStatement';
  // What is done before the begin needs no connection yet.
  const isFirst = around.block.body[0] === found.seat.statement;
  const isOutside = (throwsOn && isFirst) || begin !== undefined;
  if (!isOutside && !source.language.hasOptionalChaining) {
    return { reason: 'Its `catch` would have to ask whether there is a connection.' };
  }
  const acquired = acquireFor(found, around, begin, isOutside, source);
  const maybe = isOutside ? name : `${name}?`;
  const line = `${release.replace('NAME', maybe)}${source.style.semicolon}`;
  const ended = inFinally(around, line, closing, source);
  if (acquired === undefined || ended === undefined) return SHARED;
  const [from] = found.seat.statement.range;
  const inBlock = uses.filter(use => isWithin(around.block, use) && use.range[0] >= from);
  const inHandler = uses.filter(use => use.range[0] >= handler.range[0]);
  const names = [...renamed(inBlock, name, source), ...renamed(inHandler, maybe, source)];
  return { edits: [...acquired, ...names, ...ended] };
}

/** The acquire in front of the `try` or in it, and the begin behind it. */
function acquireFor(
  { name, pool, acquire, seat }: PoolTransaction,
  around: Try,
  begin: Node | undefined,
  isOutside: boolean,
  source: EditSource,
): readonly Edit[] | undefined {
  const { file, style } = source;
  const { newline, indent, semicolon } = style;
  const { path } = file;
  const own = indentationAt(file.text, around.range[0]);
  const call = `await ${pool}.${acquire}()${semicolon}${newline}`;
  const first = contentStart(source, around);
  const inner = begin ? around.block.body[0] : seat.statement;
  const body = inner && contentStart(source, inner);
  if (first === undefined || body === undefined) return undefined;
  if (!isOutside) {
    return [
      insert(path, first, `${own}let ${name}${semicolon}${newline}`),
      insert(path, body, `${own}${indent}${name} = ${call}`),
    ];
  }
  const acquired = insert(path, first, `${own}const ${name} = ${call}`);
  if (begin === undefined) return [acquired];
  // What fails between the acquire and the `try` would keep the connection.
  const moved = moveStatement(source, begin, { before: body });
  const now = `await ${name}.`;
  return (
    moved && [
      acquired,
      ...moved.map(one => ({ ...one, text: one.text.replace(`await ${pool}.`, now) })),
    ]
  );
}

/** The statement that closes the pool as the only thing that a `finally` does. */
function closesIn(
  { finalizer }: Try,
  { pool, closing }: PoolTransaction,
  source: EditSource,
): Node | undefined {
  const [only, ...others] = finalizer?.body ?? [];
  const calls = only?.type === 'ExpressionStatement' ? callsIn(only) : [];
  const isClosed =
    calls.length === 1 &&
    calls.every(call => {
      const method = methodOf(call) ?? '';
      return receiverOf(call, source) === pool && closing.includes(method);
    });
  return others.length === 0 && isClosed ? only : undefined;
}

/** As the last thing that a `finally` does, but before the pool is closed, which waits for it. */
function inFinally(
  { finalizer, handler, range }: Try,
  line: string,
  closing: Node | undefined,
  source: EditSource,
): readonly Edit[] | undefined {
  const { file, style } = source;
  const { text, path } = file;
  const { newline, indent } = style;
  const own = indentationAt(text, range[0]);
  if (!finalizer) {
    const lines = ` finally {${newline}${own}${indent}${line}${newline}${own}}`;
    return [insert(path, handler?.range[1] ?? range[1], lines)];
  }
  const close = closing ? contentStart(source, closing) : lineStart(text, finalizer.range[1] - 1);
  if (close === undefined || close <= finalizer.range[0]) return undefined;
  return [insert(path, close, `${own}${indent}${line}${newline}`)];
}
