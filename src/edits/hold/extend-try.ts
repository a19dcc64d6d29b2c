import type { Node, Variable } from '../../source/source-file.ts';
import { nodesIn, isWithin } from '../../source/walk.ts';
import type { Edit } from '../edit.ts';
import { insert, replace } from '../edit.ts';
import { indentLines, lineEnd, lineStart } from '../lines.ts';
import { alwaysThrows, declaredIn, isMentionedIn } from '../statements.ts';
import { indentationAt } from '../style.ts';
import type { Binding } from './binding.ts';
import { awaitReturned } from './await-returned.ts';
import { endingFor, rollBackLine } from './ending.ts';
import { isStuck, removeReleases } from './releases.ts';
import type { Held, NoWay, Way } from './way.ts';
import { notFor } from './way.ts';
import { contentStart, isLost } from './wrap.ts';

type Try = Extract<Node, { type: 'TryStatement' }>;
type Handler = Extract<Node, { type: 'CatchClause' }>;

/** Lets the `try` that follows the acquire begin at once, and gives the connection back in its `finally`. */
export function extendTry(held: Held, rollsBack: boolean): Way | NoWay {
  const { binding, lease, source } = held;
  const { list, index } = binding;
  const at = list.findIndex((one, place) => place > index && one.type === 'TryStatement');
  const found = list[at];
  if (found?.type !== 'TryStatement') return notFor('No `try` follows the acquire.');
  const between = list.slice(index + 1, at);
  const reason = whyNotMoved(held, between, found, list.slice(at + 1));
  if (reason !== undefined) return { reason };
  const moved = moveStart(held, between, found);
  if (moved === undefined) return { reason: 'Its statements share lines with others.' };
  const ended = endInFinally(held, found, list.slice(at + 1), false);
  if ('reason' in ended) return ended;
  const rollBack = rollsBack ? rollBackLine(lease, binding, source) : undefined;
  const caught = rollBack === undefined ? [] : intoHandler(held, found, rollBack);
  if (rollsBack && caught.length === 0) return notFor('Nothing rolls back on it.');
  return {
    edits: [...moved, ...ended.edits, ...caught, ...awaitReturned(held, [found.block])],
    // What stood in front of the `try` now reaches its `catch`, too.
    isDoubtful: moved.length > 0 && found.handler !== null,
  };
}

/** What keeps the statements between acquire and `try` from moving into it. */
function whyNotMoved(
  { binding, source, lease }: Held,
  between: readonly Node[],
  { block, handler }: Try,
  behind: readonly Node[],
): string | undefined {
  const usesBehind = behind.filter(one => isMentionedIn(binding.variable, one));
  const releases = lease.handling.releases.flatMap(span => source.nodeAt(span) ?? []);
  const isOnlyReleased = usesBehind.every(one => releases.some(call => isWithin(one, call)));
  if (!isOnlyReleased) return 'It is used behind the `try`.';
  if (between.length === 0) return undefined;
  const { begins, rollBack } = lease.handling;
  if (handler && !alwaysThrows(handler.body)) return 'Its `catch` would hide other errors.';
  const rollsBack = handler && begins.length > 0 && rollBack?.statement === undefined;
  if (rollsBack && !asksFirst(handler, binding)) {
    return 'Its `catch` would roll back what has not begun.';
  }
  const outside = between
    .flatMap(one => declaredIn(source.file, one))
    .some(variable => variable.references.some(({ identifier }) => !isInside(identifier)));
  function isInside(identifier: Node): boolean {
    return [...between, block].some(one => isWithin(one, identifier));
  }
  return outside ? 'A variable between acquire and `try` is used behind its block.' : undefined;
}

/** `if (runner.isTransactionActive) await runner.rollbackTransaction()`: all that is done asks the connection. */
function asksFirst({ body }: Handler, { variable }: Binding): boolean {
  return body.body
    .filter(one => isMentionedIn(variable, one))
    .every(one => one.type === 'IfStatement' && readsMemberOf(variable, one.test));
}

function readsMemberOf(variable: Variable, test: Node): boolean {
  return nodesIn(test).some(
    node => node.type === 'MemberExpression' && isMentionedIn(variable, node.object),
  );
}

function moveStart(
  { source }: Held,
  between: readonly Node[],
  found: Try,
): readonly Edit[] | undefined {
  const [first] = between;
  if (first === undefined) return [];
  const { file, style } = source;
  const { text, path } = file;
  const start = contentStart(source, first);
  const [from] = found.range;
  const open = found.block.range[0] + 1;
  const line = lineStart(text, from);
  const isAlone =
    text.slice(line, from).trim() === '' && text.slice(open, lineEnd(text, open)).trim() === '';
  if (start === undefined || !isAlone) return undefined;
  const own = indentationAt(text, first.range[0]);
  const next = text.indexOf('\n', open) + 1;
  return [
    insert(path, start, `${own}try {${style.newline}`),
    ...indentLines(file, [start, line], style.indent),
    replace({ file: path, start: line, end: next }, ''),
  ];
}

/** Takes the releases out of a `try` and what follows it, and puts one into its `finally`. */
function endInFinally(
  held: Held,
  found: Try,
  behind: readonly Node[],
  mayBeMissing: boolean,
): Way | NoWay {
  const { lease, binding, source } = held;
  const { file, style } = source;
  const { text, path } = file;
  const { finalizer, handler, block } = found;
  const parts = [block, ...(handler ? [handler] : []), ...behind];
  const removal = removeReleases(lease, binding, parts, source);
  if (isStuck(removal)) return removal;
  if (finalizer && isReleasedIn(held, finalizer)) {
    const isClean = removal.destroys.length === 0;
    return isClean ? { edits: removal.edits } : { reason: 'It is closed in more than one way.' };
  }
  const ending = endingFor(lease, binding, source, { destroys: removal.destroys, mayBeMissing });
  if (ending === undefined) return { reason: 'It is closed in more than one way.' };
  const own = indentationAt(text, found.range[0]);
  const lines = ending.lines.map(line => `${own}${style.indent}${line}${style.newline}`).join('');
  const stop = found.range[1];
  const edits = [...removal.edits, ...ending.edits];
  if (ending.declaration !== undefined) {
    const at = lineStart(text, found.range[0]);
    edits.push(insert(path, at, `${own}${ending.declaration}${style.newline}`));
  }
  if (finalizer) {
    const close = lineStart(text, finalizer.range[1]);
    if (text.slice(close, finalizer.range[1]).trim() !== '}')
      return { reason: 'Its `finally` is on one line.' };
    edits.push(insert(path, close, lines));
  } else {
    edits.push(insert(path, stop, ` finally {${style.newline}${lines}${own}}`));
  }
  return {
    edits: edits.filter(edit => edit.at.end > edit.at.start || !isLost(edit, removal.edits)),
  };
}

function isReleasedIn({ lease }: Held, { range }: Node): boolean {
  return lease.handling.releases.some(({ start }) => range[0] <= start && start < range[1]);
}

/** Puts a statement first into the `catch` of a `try`. */
export function intoHandler({ source }: Held, { handler }: Try, line: string): readonly Edit[] {
  if (!handler) return [];
  const { file, style } = source;
  const { text, path } = file;
  const open = handler.body.range[0] + 1;
  const own = indentationAt(text, handler.body.range[1]);
  return [insert(path, open, `${style.newline}${own}${style.indent}${line}`)];
}

/** The `try` around an assignment whose variable outlives it: its `finally` asks whether there is a connection. */
export function endEnclosingTry(held: Held, around: Try): Way | NoWay {
  const { binding, source } = held;
  const { variable, kind } = binding;
  if (kind === 'declared') return notFor('The variable ends with the block of the `try`.');
  const [definition] = variable.defs;
  const declarator = definition?.node;
  if (declarator?.type !== 'VariableDeclarator' || isWithin(around, declarator)) {
    return notFor('The variable is not declared in front of the `try`.');
  }
  const behind = variable.references.some(
    ({ identifier }) => identifier.range[0] > around.range[1],
  );
  const list = behind ? behindOf(around) : [];
  if (binding.kind === 'opened') return endInFinally(held, around, list, false);
  const ended = endInFinally(held, around, list, true);
  if ('reason' in ended) return ended;
  const annotation =
    definition?.name.type === 'Identifier' ? definition.name.typeAnnotation : undefined;
  const type = annotation && source.textOf(annotation);
  const isOpen = type === undefined || /\b(?:undefined|null|any)\b/.test(type) || declarator.init;
  const widened =
    isOpen || !annotation ? [] : [insert(source.file.path, annotation.range[1], ' | undefined')];
  return { edits: [...ended.edits, ...widened, ...awaitReturned(held, [around.block])] };
}

function behindOf(around: Node): readonly Node[] {
  const { parent } = around;
  if (parent?.type !== 'BlockStatement' && parent?.type !== 'Program') return [];
  return parent.body.slice(parent.body.indexOf(around as never) + 1);
}
