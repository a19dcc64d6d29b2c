import type { Node } from '../../source/source-file.ts';
import { functionAround } from '../../source/walk.ts';
import type { Edit } from '../edit.ts';
import { withoutFinally } from '../hold/ask-pool.ts';
import type { NoWay } from '../hold/way.ts';
import { deleteStatement, hasOwnLines } from '../lines.ts';
import type { EditSource } from '../source.ts';
import type { LocalPool } from './hoist.ts';

/** Takes out what closes a pool at the end of its function. */
export function removeEnds(
  { variable, declaration, closing }: LocalPool,
  source: EditSource,
): readonly Edit[] | NoWay {
  const edits: Edit[] = [];
  for (const { identifier } of variable.references) {
    const { parent: member } = identifier;
    if (member?.type !== 'MemberExpression' || member.property.type !== 'Identifier') continue;
    if (!closing.includes(member.property.name)) continue;
    if (functionAround(identifier) !== functionAround(declaration)) {
      return { reason: 'It is closed in a function that runs later.' };
    }
    const call = member.parent;
    const isPlain = call.type === 'CallExpression' && call.arguments.length === 0;
    const value = call.parent?.type === 'AwaitExpression' ? call.parent : call;
    const statement = value.parent;
    if (!isPlain || statement?.type !== 'ExpressionStatement') {
      return { reason: 'It is closed inside an expression.' };
    }
    const removed = without(statement, source);
    if (removed === undefined) return { reason: 'What closes it cannot be taken out by itself.' };
    edits.push(...removed);
  }
  return edits;
}

/** Takes out a statement; a `finally` that has no other goes with it. */
function without(statement: Node, source: EditSource): readonly Edit[] | undefined {
  const block = statement.parent;
  if (block?.type !== 'BlockStatement' || !hasOwnLines(source.file, statement)) return undefined;
  if (block.body.length > 1) return [deleteStatement(source.file, statement)];
  const outer = block.parent;
  const isFinally = outer.type === 'TryStatement' && outer.finalizer === block;
  return isFinally ? withoutFinally(source, outer) : undefined;
}
