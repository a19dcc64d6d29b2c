import type { Node } from '../../source/source-file.ts';
import { isFunction, walk } from '../../source/walk.ts';
import type { Edit } from '../edit.ts';
import { insert } from '../edit.ts';
import { isMentionedIn } from '../statements.ts';
import type { Held } from './way.ts';

/** `return client.query()` inside a `try` leaves before the statement is done: it gets its `await`. */
export function awaitReturned({ binding, source }: Held, within: readonly Node[]): readonly Edit[] {
  const edits: Edit[] = [];
  for (const root of within) {
    walk(root, node => {
      if (isFunction(node)) return false;
      if (node.type !== 'ReturnStatement' || node.argument?.type !== 'CallExpression') return true;
      if (!isMentionedIn(binding.variable, node.argument)) return true;
      edits.push(insert(source.file.path, node.argument.range[0], 'await '));
      return false;
    });
  }
  return edits;
}
