import type { OpenExit } from '../../analysis/facts.ts';
import type { Node } from '../../source/source-file.ts';
import type { Edit } from '../edit.ts';
import { insert, replace } from '../edit.ts';
import { isInSameFunction } from '../statements.ts';
import { indentationAt } from '../style.ts';
import type { EditSource } from '../source.ts';
import { endingFor } from './ending.ts';
import type { Held, NoWay, Way } from './way.ts';
import { notFor } from './way.ts';

/** Gives the connection back in front of each statement that leaves without it. */
export function releaseBeforeExits(held: Held): Way | NoWay {
  const { lease, binding, source } = held;
  const leaves = lease.openExits.filter(({ cause }) => cause === undefined);
  if (leaves.length === 0 || leaves.length < lease.openExits.length) {
    return notFor('It stays open when something throws.');
  }
  const statements = leaves.map(exit => leavingStatement(exit, source));
  const ending = endingFor(lease, binding, source, { destroys: [], mayBeMissing: false });
  const edits: Edit[] = [];
  for (const statement of statements) {
    if (statement === undefined || !isInSameFunction(statement, binding.call)) {
      return notFor('It is left open by something that is no statement of this function.');
    }
    edits.push(...statementsBefore(source, statement, ending?.lines ?? []));
  }
  return { edits };
}

function leavingStatement({ at }: OpenExit, source: EditSource): Node | undefined {
  const node = source.nodeAt(at);
  const leaves = /^(?:Return|Throw|Continue|Break)Statement$/.test(node?.type ?? '');
  return leaves ? node : undefined;
}

/** Puts statements in front of another; a branch without braces gets them. */
export function statementsBefore(
  { file, style }: EditSource,
  statement: Node,
  lines: readonly string[],
): readonly Edit[] {
  const { text, path } = file;
  const { newline, indent } = style;
  const [start, end] = statement.range;
  const own = indentationAt(text, start);
  const { parent } = statement;
  const isListed = parent?.type === 'BlockStatement' || parent?.type === 'SwitchCase';
  if (isListed || parent?.type === 'Program') {
    return [insert(path, start, lines.map(line => `${line}${newline}${own}`).join(''))];
  }
  const inner = `${own}${indent}`;
  const isOnOwnLine = text.slice(0, start).trimEnd().endsWith('\n');
  const before = [...lines, ''].map(line => `${newline}${inner}${line}`).join('');
  const isBehind =
    !isOnOwnLine && text.slice(text.lastIndexOf('\n', start) + 1, start).trim() !== '';
  if (isBehind) {
    return [insert(path, start, `{${before}`), insert(path, end, `${newline}${own}}`)];
  }
  // The branch stands on a line of its own, one level in.
  const outer = own.slice(0, Math.max(0, own.length - indent.length));
  const head = text.slice(0, start).trimEnd().length;
  const body = lines.map(line => `${newline}${own}${line}`).join('');
  return [
    replace({ file: path, start: head, end: start }, ` {${body}${newline}${own}`),
    insert(path, end, `${newline}${outer}}`),
  ];
}
