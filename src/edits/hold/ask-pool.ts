import type { Lease } from '../../analysis/facts.ts';
import type { Node, SourceFile } from '../../source/source-file.ts';
import { functionAround } from '../../source/walk.ts';
import type { Edit } from '../edit.ts';
import { replace } from '../edit.ts';
import { deleteStatement, lineEnd, lineStart } from '../lines.ts';
import { callsIn } from '../move/steps.ts';
import type { EditSource } from '../source.ts';
import { findBinding, isBound } from './binding.ts';
import { isStuck, removeReleases } from './releases.ts';
import type { NoWay, Way } from './way.ts';
import { notFor } from './way.ts';
import { isLost } from './wrap.ts';

type Try = Extract<Node, { type: 'TryStatement' }>;

/** Sends the only statement of a lease through its pool, and takes out the lease. */
export function askPool(lease: Lease, source: EditSource): Way | NoWay {
  const { sole } = lease;
  if (sole === undefined) return notFor('It runs more than one plain statement.');
  const binding = findBinding(lease, source);
  if (!isBound(binding)) return { reason: binding.reason };
  if (binding.kind !== 'declared') return { reason: 'Its variable is declared elsewhere.' };
  const statement = source.nodeAt(sole.at);
  const object =
    statement?.type === 'CallExpression' && statement.callee.type === 'MemberExpression'
      ? statement.callee.object
      : undefined;
  if (object?.type !== 'Identifier') return { reason: 'Its statement is no plain call.' };
  if (isOneOfTwo(lease, source)) {
    return { reason: 'Another connection is held here: its statement may not run on that one.' };
  }
  const { file } = source;
  const empty = binding.list.find(
    (one): one is Try => one.type === 'TryStatement' && isOnlyRelease(one, lease),
  );
  const removal = removeReleases(lease, binding, binding.list, source);
  if (isStuck(removal)) return removal;
  if (removal.destroys.length > 0) return { reason: 'It is closed when something fails.' };
  const cleared = empty === undefined ? [] : withoutFinally(source, empty);
  if (cleared === undefined) return { reason: 'Its statements share lines with others.' };
  const kept = removal.edits.filter(edit => !isLost(edit, cleared));
  const pool = sole.instead.slice(0, sole.instead.lastIndexOf('.'));
  const edits: Edit[] = [
    deleteStatement(file, binding.statement),
    replace({ file: file.path, start: object.range[0], end: object.range[1] }, pool),
    ...kept,
    ...cleared,
  ];
  return { edits };
}

/** Whether another connection of the same pool is held at the same time by this function. */
function isOneOfTwo({ acquire }: Lease, source: EditSource): boolean {
  const named = source.nodeAt(acquire);
  const own = named?.type === 'CallExpression' ? named : named?.parent;
  if (own?.type !== 'CallExpression') return false;
  const called = source.textOf(own.callee);
  const others = callsIn(functionAround(own)).filter(
    call => call !== own && source.textOf(call.callee) === called,
  );
  return others.some(other => {
    const [first, second] = other.range[0] < own.range[0] ? [other, own] : [own, other];
    return isUsedBehind(first, second, source);
  });
}

/** Whether what one call gives a variable is used behind another call. */
function isUsedBehind({ parent }: Node, { range }: Node, { file }: EditSource): boolean {
  const declarator = parent?.type === 'AwaitExpression' ? parent.parent : undefined;
  if (declarator?.type !== 'VariableDeclarator') return false;
  const uses = file.variableOf(declarator.id)?.references ?? [];
  return uses.some(({ identifier }) => identifier.range[0] > range[0]);
}

function isOnlyRelease({ finalizer }: Try, { handling }: Lease): boolean {
  const [only, ...others] = finalizer?.body ?? [];
  if (only === undefined || others.length > 0) return false;
  return handling.releases.some(({ start, end }) => only.range[0] <= start && end <= only.range[1]);
}

/** Takes the `finally` off a `try`, and the `try` off its statements where nothing is caught. */
export function withoutFinally(
  { file, style }: EditSource,
  found: Try,
): readonly Edit[] | undefined {
  const { text, path } = file;
  const { block, handler, finalizer } = found;
  if (!finalizer) return [];
  if (handler) {
    return [replace({ file: path, start: handler.range[1], end: finalizer.range[1] }, '')];
  }
  const line = lineStart(text, found.range[0]);
  const body = text.indexOf('\n', block.range[0]) + 1;
  const close = lineStart(text, block.range[1] - 1);
  const isPlain =
    text.slice(line, found.range[0]).trim() === '' &&
    text.slice(block.range[0] + 1, body).trim() === '' &&
    text.slice(close, block.range[1]).trim() === '}' &&
    body <= close &&
    !text.slice(body, close).includes('`');
  if (!isPlain) return undefined;
  const end = text.indexOf('\n', finalizer.range[1]);
  if (text.slice(finalizer.range[1], lineEnd(text, finalizer.range[1])).trim() !== '')
    return undefined;
  return [
    replace({ file: path, start: line, end: body }, ''),
    ...dedentLines(file, body, close, style.indent),
    replace({ file: path, start: close, end: end < 0 ? text.length : end + 1 }, ''),
  ];
}

function dedentLines(file: SourceFile, from: number, to: number, by: string): readonly Edit[] {
  const { text, path } = file;
  const edits: Edit[] = [];
  for (let at = from; at < to; at = text.indexOf('\n', at) + 1) {
    if (text.startsWith(by, at))
      edits.push(replace({ file: path, start: at, end: at + by.length }, ''));
    if (!text.includes('\n', at)) break;
  }
  return edits;
}
