import type { Node } from '../../source/source-file.ts';
import { functionAround, isFunction } from '../../source/walk.ts';
import type { Edit } from '../edit.ts';
import { insert } from '../edit.ts';
import type { NoWay, Way } from '../hold/way.ts';
import { contentStart } from '../hold/wrap.ts';
import { lineStart } from '../lines.ts';
import { isWithin } from '../statements.ts';
import type { EditSource } from '../source.ts';
import { indentationAt } from '../style.ts';
import { moveStatement } from '../move/cut.ts';
import { renamed } from './pin.ts';
import { usesIn, type PoolTransaction } from './pinned.ts';

type Try = Extract<Node, { type: 'TryStatement' }>;

/**
 * Acquires the connection for a `try` that is there, and gives it back in its `finally`.
 *
 * Where its `catch` does not throw on, it has to see a failed acquire, too: that then stands inside.
 */
export function inTry(
  found: PoolTransaction,
  around: Try,
  begin: Node | undefined,
  source: EditSource,
): Way | NoWay {
  const { name, pool, acquire, release } = found;
  const { newline, indent, semicolon } = source.style;
  const { file } = source;
  const { handler, finalizer } = around;
  if (!handler) return { reason: 'Its `try` has no `catch` that rolls it back.' };
  const uses = usesIn([...(begin ? [begin] : []), around], found, source);
  if ('reason' in uses) return uses;
  if (uses.some(use => functionAround(use) !== functionAround(around))) {
    return { reason: 'A function in it uses the pool, too.' };
  }
  const throwsOn = handler.body.body.at(-1)?.type === 'ThrowStatement';
  const isOutside = throwsOn || begin !== undefined;
  const own = indentationAt(file.text, around.range[0]);
  const call = `await ${pool}.${acquire}()${semicolon}`;
  const edits: Edit[] = [];
  const first = contentStart(source, begin ?? around);
  const body = around.block.body[0] && contentStart(source, around.block.body[0]);
  if (first === undefined || body === undefined) {
    return { reason: 'Its statements share lines with others.' };
  }
  if (isOutside) edits.push(insert(file.path, first, `${own}const ${name} = ${call}${newline}`));
  if (begin) {
    const moved = moveStatement(source, begin, { before: body });
    if (moved === undefined) return { reason: 'Its statements share lines with others.' };
    const now = `await ${name}.`;
    edits.push(...moved.map(one => ({ ...one, text: one.text.replace(`await ${pool}.`, now) })));
  }
  if (!isOutside) {
    edits.push(
      insert(file.path, first, `${own}let ${name}${semicolon}${newline}`),
      insert(file.path, body, `${own}${indent}${name} = ${call}${newline}`),
    );
  }
  if (!isOutside && !source.language.hasOptionalChaining) {
    return { reason: 'Its `catch` would have to ask whether there is a connection.' };
  }
  const inHandler = uses.filter(use => use.range[0] >= handler.range[0]);
  const inBlock = uses.filter(use => isWithin(around.block, use));
  const maybe = isOutside ? name : `${name}?`;
  const line = `${release.replace('NAME', maybe)}${semicolon}`;
  edits.push(...renamed(inBlock, name, source), ...renamed(inHandler, maybe, source));
  const last = finalizer ? inFinally(finalizer, line, source) : undefined;
  if (finalizer && last === undefined) return { reason: 'Its `finally` stands on one line.' };
  const lines = ` finally {${newline}${own}${indent}${line}${newline}${own}}`;
  edits.push(...(last ?? [insert(file.path, handler.range[1], lines)]));
  return isFunction(around.parent) ? { reason: 'It is no statement.' } : { edits };
}

/** As the last thing that a `finally` does. */
function inFinally(block: Node, line: string, { file, style }: EditSource) {
  const close = lineStart(file.text, block.range[1] - 1);
  if (close <= block.range[0]) return undefined;
  const own = indentationAt(file.text, block.range[1] - 1);
  return [insert(file.path, close, `${own}${style.indent}${line}${style.newline}`)];
}
