import { sessionUseOf } from '../../analysis/statements/session-sql.ts';
import { sessionWordsOf, statementsIn } from '../../analysis/statements/sql.ts';
import { statementText } from '../../analysis/statements/text.ts';
import type { Node } from '../../source/source-file.ts';
import { functionAround, nodesIn } from '../../source/walk.ts';
import type { EditSource } from '../source.ts';

/** What stays in a session of MySQL besides; `'use strict'` is none of it. */
const OF_MYSQL = /^(?:LOCK\s+TABLES\b|USE\s+(?!strict$)\S)/i;

/** Why other calls would find what this one left in its connection; `undefined` when nothing says so. */
export function whyOwnSession(made: Node, { file }: EditSource): string | undefined {
  const left = nodesIn(functionAround(made)).find(node => {
    const isText = node.type === 'Literal' || node.type === 'TemplateLiteral';
    const text = isText ? statementText(file, node) : undefined;
    return text !== undefined && stays(text);
  });
  if (left === undefined) return undefined;
  return `What line ${file.lineOf(left.range[0])} sets would stay for other calls.`;
}

function stays(text: string): boolean {
  if (sessionUseOf(text) !== undefined || sessionWordsOf(text) !== undefined) return true;
  return statementsIn(text).some(statement => OF_MYSQL.test(statement));
}
