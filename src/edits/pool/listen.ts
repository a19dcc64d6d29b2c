import type { PoolFact } from '../../analysis/pool-facts.ts';
import type { Node } from '../../source/source-file.ts';
import { poolTypeOf } from '../driver-types.ts';
import type { Edit } from '../edit.ts';
import { insert, replace } from '../edit.ts';
import type { NoWay, Way } from '../hold/way.ts';
import { lineEnd } from '../lines.ts';
import type { EditSource } from '../source.ts';
import { seatOf } from '../statements.ts';
import { indentationAt } from '../style.ts';
import { errorLine } from './error-line.ts';

/** Adds a listener for the errors of a pool behind the statement that makes it. */
export function listenToErrors(pool: PoolFact, source: EditSource): Way | NoWay {
  const { file, style } = source;
  const made = source.nodeAt(pool.at);
  if (made === undefined) return { reason: 'The call that makes it was not found.' };
  const reason = whyNoListener(pool, made, source);
  if (reason !== undefined) return { reason };
  const held = holderOf(made, source);
  if ('reason' in held) return held;
  const { statement, receiver, edits = [], behind = [] } = held;
  const [start, end] = statement.range;
  const stop = lineEnd(file.text, end);
  if (!/^\s*;?\s*(?:\/\/.*)?$/.test(file.text.slice(end, stop))) {
    return { reason: 'Its statement shares a line with others.' };
  }
  const own = indentationAt(file.text, start);
  const lines = [...listenerLines(receiver, source), ...behind];
  const text = lines.map(one => `${style.newline}${own}${one}`).join('');
  return { edits: [...edits, insert(file.path, stop, text)] };
}

/** The lines of a statement that listens for the errors of a pool. */
export function listenerLines(receiver: string, source: EditSource): readonly string[] {
  const { open, close, line } = listenerIn(source);
  return [`${receiver}.on(${open}`, `${source.style.indent}${line}`, close];
}

function listenerIn(source: EditSource) {
  const { quote, semicolon, hasBareArrows } = source.style;
  const { text } = source.file;
  const event = `${quote}error${quote}`;
  // Files without arrows are older than those.
  const isOld = !text.includes('=>') && /\bfunction\b/.test(text) && /\bvar\b/.test(text);
  const head = isOld ? 'function (error) {' : `${hasBareArrows ? 'error' : '(error)'} => {`;
  return { open: `${event}, ${head}`, line: errorLine(source), close: `})${semicolon}` };
}

/** Why nobody can listen to what is made here. */
function whyNoListener(pool: PoolFact, made: Node, source: EditSource) {
  const known = poolTypeOf(pool, source);
  if (known?.options?.inside !== undefined) {
    return 'Its pool stands inside of it, and is reached in a way of its own.';
  }
  const mayBePromise = known?.create?.some(one => one.startsWith('await ')) === true;
  const isAwaited = made.parent?.type === 'AwaitExpression';
  return mayBePromise && made.type === 'CallExpression' && !isAwaited
    ? 'It is a promise of a pool here.'
    : undefined;
}

/** What holds a pool, and what has to change so that something does. */
interface Holder {
  readonly statement: Node;
  readonly receiver: string;
  readonly edits?: readonly Edit[];
  /** Lines behind the listener. */
  readonly behind?: readonly string[];
}

const NO_HOLDER: NoWay = { reason: 'No variable holds it where it is made.' };

function holderOf(made: Node, source: EditSource): Holder | NoWay {
  const seat = seatOf(made);
  const value = valueAround(made, source);
  const outer = value?.parent;
  if (value === undefined) return { reason: 'It is only one of those that may be held.' };
  if (seat === undefined) return NO_HOLDER;
  const { statement } = seat;
  if (outer?.type === 'VariableDeclarator' && outer.id.type === 'Identifier') {
    const declaration = outer.parent;
    const isListed = declaration === statement || declaration.parent === statement;
    return isListed ? { statement, receiver: outer.id.name } : NO_HOLDER;
  }
  if (outer?.type === 'ExportDefaultDeclaration') {
    return named(outer, 'export default', value, source);
  }
  if (outer?.type !== 'AssignmentExpression' || outer.operator !== '=') return NO_HOLDER;
  if (outer.parent !== statement || outer.right !== value) return NO_HOLDER;
  const receiver = source.textOf(outer.left);
  if (receiver === 'module.exports') return named(statement, 'module.exports =', value, source);
  return /^[\w$#.]+$/.test(receiver) ? { statement, receiver } : NO_HOLDER;
}

/** Gives a pool that is only exported a name. */
function named(
  statement: Node,
  how: string,
  value: Node,
  { file, style }: EditSource,
): Holder | NoWay {
  if (/\bpool\b/.test(file.text)) return { reason: 'It has no name, and `pool` is taken.' };
  const [start] = statement.range;
  const declared = replace({ file: file.path, start, end: value.range[0] }, 'const pool = ');
  const behind = ['', `${how} pool${style.semicolon}`];
  return { statement, receiver: 'pool', edits: [declared], behind };
}

/** What a pool goes through before it is held; `undefined` where something else may be held instead. */
function valueAround(made: Node, source: EditSource): Node | undefined {
  let value = made;
  for (let outer = made.parent; outer; outer = outer.parent) {
    switch (outer.type) {
      case 'AwaitExpression':
      case 'TSAsExpression':
      case 'TSNonNullExpression':
      case 'TSSatisfiesExpression':
        break;
      case 'ConditionalExpression':
        // The listener is added once, for both.
        if (outer.alternate !== value || !isAlike(outer.consequent, made, source)) return undefined;
        break;
      case 'LogicalExpression':
        return undefined;
      default:
        return value;
    }
    value = outer;
  }
  return value;
}

function isAlike(other: Node, made: Node, { textOf }: EditSource): boolean {
  if (other.type !== 'NewExpression' || made.type !== 'NewExpression') return false;
  return textOf(other.callee) === textOf(made.callee);
}
