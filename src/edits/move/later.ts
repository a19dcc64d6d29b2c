import type { LeaseType } from '../../drivers/driver.ts';
import type { Node } from '../../source/source-file.ts';
import { functionAround, isWithin } from '../../source/walk.ts';
import type { Edit } from '../edit.ts';
import { insert, replace } from '../edit.ts';
import type { NoWay, Way } from '../hold/way.ts';
import { contentStart, isLost } from '../hold/wrap.ts';
import { dedentLines, lineStart } from '../lines.ts';
import type { EditSource } from '../source.ts';
import { indentationAt } from '../style.ts';
import { moveStatement } from './cut.ts';
import { findFirstNeed, moveBegins, type FirstNeed } from './first-need.ts';
import { passesOn, releases } from './handling.ts';
import { findClash } from './independent.ts';
import type { WorkSpot } from './spot.ts';

type Try = Extract<Node, { type: 'TryStatement' }>;

const SHARED: NoWay = { reason: 'statements share lines.' };

/**
 * Acquires a connection where it is first needed, when foreign work is waited for before that.
 *
 * All other statements keep their order, and a `catch` still sees what it saw.
 */
export function acquireLater(
  spot: WorkSpot,
  lease: LeaseType | undefined,
  source: EditSource,
): Way | NoWay {
  const need = findFirstNeed(spot, lease, source);
  if ('reason' in need) return need;
  const { around, connection } = spot;
  if (around === undefined) return behindWork(need, source);
  const { handler, finalizer } = around;
  const names = lease?.release ?? ['release'];
  const ends = finalizer?.body ?? [];
  const isPlain =
    (!handler || passesOn(handler, spot)) && ends.every(one => releases(one, spot, names));
  if (isPlain) return inFrontOfTry(need, around, source);
  const others = [handler?.body, finalizer].flatMap(one => one ?? []);
  const mentions = (connection?.references ?? [])
    .map(({ identifier }) => identifier)
    .filter(one => others.some(block => isWithin(block, one)));
  return inTry(need, mentions, source);
}

/** `await work(); const client = await pool.connect();` */
function behindWork(need: FirstNeed, source: EditSource): Way | NoWay {
  const edits = moveStatement(source, need.acquire, { before: need.at });
  const begins = moveBegins(need, source);
  if (edits === undefined || begins === undefined) return SHARED;
  const behind = insert(source.file.path, need.at, begins.text);
  return { edits: [...edits, behind, ...begins.cuts] };
}

/** `await work(); const client = await pool.connect(); try {`: the work comes out of the `try`. */
function inFrontOfTry(need: FirstNeed, around: Try, source: EditSource): Way | NoWay {
  const { file, style } = source;
  const { text, path } = file;
  const outside = need.passed.filter(one => isWithin(around.block, one));
  for (const one of outside) {
    if (/^(?:Function|Class)Declaration$/.test(one.type)) return { reason: 'it declares more.' };
    const clash = findClash(one, need.acquire.parent, source);
    if (clash !== undefined) return { reason: `\`${clash}\` means something else there.` };
  }
  const edits = moveStatement(source, need.acquire, { before: need.at });
  const begins = moveBegins(need, source);
  const [from, open] = [lineStart(text, around.range[0]), around.block.range[0] + 1];
  const first = text.indexOf('\n', open) + 1;
  const head = text.slice(from, first);
  const [cut, acquired] = edits ?? [];
  const isPlain = head.trim() === 'try {' && first > 0;
  if (cut === undefined || acquired === undefined || begins === undefined || !isPlain) {
    return SHARED;
  }
  const own = indentationAt(text, around.range[0]);
  const taken = [cut, replace({ file: path, start: from, end: first }, ''), ...begins.cuts];
  const dedented = dedentLines(file, [first, need.at], style.indent).filter(
    one => !isLost(one, taken),
  );
  const statement = source.textOf(need.acquire);
  const lines = `${own}${statement}${style.newline}${head}${begins.text}`;
  return { edits: [...taken, ...dedented, insert(path, need.at, lines)] };
}

/** `let client; try { await work(); client = await pool.connect();`: the `catch` sees all of it. */
function inTry(need: FirstNeed, mentions: readonly Node[], source: EditSource): Way | NoWay {
  const { acquire, value, connection, at, target } = need;
  const { file, style, language } = source;
  const declared = acquire.declarations[0]?.id;
  if (!language.hasOptionalChaining) return { reason: 'a `catch` would have to ask for it.' };
  if (declared?.type !== 'Identifier') return SHARED;
  const owner = functionAround(acquire);
  const isCaptured = connection.references.some(
    ({ identifier }) => functionAround(identifier) !== owner,
  );
  if (language.isTypeScript && isCaptured) return { reason: 'a function in it uses it, too.' };
  const asked = mentions.map(one => askFor(one, source));
  if (asked.some(one => one === undefined)) {
    return { reason: 'a `catch` or `finally` does more with the connection.' };
  }
  const begins = moveBegins(need, source);
  const line = contentStart(source, acquire);
  if (begins === undefined || line === undefined) return SHARED;
  const { path, text } = file;
  const type = declared.typeAnnotation
    ? `${source.textOf(declared.typeAnnotation)} | undefined`
    : '';
  const head = `let ${connection.name}${type}${style.semicolon}`;
  const [start, end] = acquire.range;
  const own = indentationAt(text, target.range[0]);
  const now = `${own}${connection.name} = ${source.textOf(value)}${style.semicolon}`;
  return {
    edits: [
      replace({ file: path, start, end }, head),
      ...begins.cuts,
      insert(path, at, `${now}${style.newline}${begins.text}`),
      ...asked.flatMap(one => one ?? []),
    ],
  };
}

/** `client?.release()`: a call whose result nobody keeps, or a test. */
function askFor(mention: Node, { file }: EditSource): readonly Edit[] | undefined {
  const { parent } = mention;
  if (parent?.type === 'IfStatement' && parent.test === mention) return [];
  if (parent?.type !== 'MemberExpression' || parent.object !== mention || parent.computed) {
    return undefined;
  }
  let outer: Node = parent;
  while (outer.parent && LINKS.has(outer.parent.type)) {
    if (outer.parent.type === 'CallExpression' && outer.parent.callee !== outer) return undefined;
    outer = outer.parent;
  }
  if (outer.parent?.type !== 'ExpressionStatement') return undefined;
  const [, end] = mention.range;
  return parent.optional ? [] : [insert(file.path, end, '?')];
}

const LINKS: ReadonlySet<string> = new Set([
  'MemberExpression',
  'CallExpression',
  'ChainExpression',
  'AwaitExpression',
]);
