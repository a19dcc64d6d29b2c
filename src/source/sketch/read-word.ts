import { char, skipSpace, startsWord } from './characters.ts';
import { followerAt } from './followers.ts';
import { nextSegment } from './frame.ts';
import type { Reader } from './reader.ts';
import { alias, isAlias, isClause } from './standing.ts';
import { constants, namesToo, routerMethods, type WordKind, wordKinds } from './words.ts';

/** Reads a word and gives what counts as the last character: `0` when an expression has to follow. */
export function readWord(reader: Reader, word: string, start: number, end: number): number {
  const { text, frame, previous } = reader;
  const isMember = previous === char.dot;
  const next = skipSpace(text, end);
  if (!isMember) {
    const kind = wordKinds.get(word);
    if (kind !== undefined && !isName(text, word, kind, next)) {
      return readKeyword(reader, kind, word, start, next);
    }
  }
  if (!isMember && constants.has(word)) frame.isChain = false;
  else readName(reader, word, isMember, next);
  frame.last = word;
  return text.charCodeAt(end - 1);
}

/** Whether a word of the language is a name here: a key, or a method's. */
function isName(text: string, word: string, kind: WordKind, next: number): boolean {
  const code = text.charCodeAt(next);
  if (code === char.colon) return word !== 'default' && word !== 'else';
  if (kind === 'modifier') return word !== 'async' && !startsName(code);
  return code === char.open && namesToo.has(word);
}

/** Whether the name that a modifier stands before begins with a character. */
function startsName(code: number): boolean {
  return startsWord(code) || code === char.star || code === char.hash || OPENERS.has(code);
}

const OPENERS = new Set<number>([char.openSquare, char.openCurly]);

function readKeyword(
  reader: Reader,
  kind: WordKind,
  word: string,
  start: number,
  next: number,
): number {
  const { text, frame, sketch } = reader;
  const code = text.charCodeAt(next);
  if (word === 'import' && code === char.open) {
    frame.last = word;
    return char.quote;
  }
  switch (kind) {
    case 'modifier':
      return char.quote;
    case 'function':
      if (frame.definition !== frame.base) sketch.specify(frame.definition, 'function');
      frame.last = word;
      return 0;
    case 'as':
      if (startsWord(code) && isClause(reader)) alias(reader, next);
      frame.isChain = false;
      return 0;
    case 'operator':
      if (word === 'await') frame.isAwaited = true;
      frame.isChain = false;
      frame.last = word;
      return 0;
    default:
      beginStatement(reader, word, start, code);
      return 0;
  }
}

function beginStatement(reader: Reader, word: string, start: number, next: number): void {
  const { frame, sketch } = reader;
  nextSegment(frame);
  frame.isBlock = true;
  if (word === 'default' || (word === 'export' && next === char.equals)) {
    frame.definition = sketch.define(['default'], 'function');
    frame.isChain = true;
  }
  if (word === 'import' || word === 'export') reader.clause = start + word.length;
  frame.isVariable = word === 'const' || word === 'let' || word === 'var';
  frame.last = word;
}

function readName(reader: Reader, word: string, isMember: boolean, next: number): void {
  const { frame, sketch } = reader;
  switch (followerAt(reader.text, next)) {
    case 'call':
      readCalled(reader, isMember ? `.${word}` : word, next);
      if (frame.definition !== frame.base) makeBy(reader);
      frame.isChain = false;
      return;
    case 'assignment':
      if (!isMember) bind(reader, word, next);
      frame.definition = sketch.define([word], 'value', !isMember && isVariableInside(reader));
      frame.isKey = false;
      return;
    case 'key':
      frame.definition = sketch.define([word]);
      frame.isKey = true;
      return;
    default:
      if (frame.last === 'new') sketch.note('calls', word, frame.definition);
      if (isRegistered(reader, next)) {
        sketch.note('calls', isMember ? `.${word}` : word, frame.definition);
      }
      if (!isMember) bind(reader, word, next);
      if (isAlias(reader, word, next)) {
        sketch.note('aliases', isMember ? `.${word}` : word, frame.definition);
      }
  }
}

/** Notes a call; whether a plain name before a bracket is one, or a method's own, is known behind the bracket. */
function readCalled(reader: Reader, name: string, next: number): void {
  const { text, frame, sketch, previous } = reader;
  const { definition } = frame;
  if (frame.last === 'function' && (previous === 0 || previous === char.star)) {
    sketch.define([name], 'function');
  } else if (text.charCodeAt(next) === char.open) {
    reader.called = { name, definition, mayBeMethod: BEFORE_METHODS.has(previous) };
  } else {
    sketch.note('calls', name, definition);
  }
}

/** What stands before a method: the one before it, or a modifier. */
const BEFORE_METHODS = new Set<number>([
  char.openCurly,
  char.closeCurly,
  char.semicolon,
  char.comma,
  char.star,
  char.quote,
]);

/** Whether a word that ends before an index names a function that a web framework is told to call. */
function isRegistered({ text, frame }: Reader, next: number): boolean {
  const code = text.charCodeAt(next);
  if (frame.called === undefined || (code !== char.comma && code !== char.close)) return false;
  const { name } = frame.called;
  if (!name.startsWith('.') || !routerMethods.has(name.slice(1))) return false;
  // The last function of a route answers, and holds nothing around another.
  return name === '.use' || code === char.comma;
}

/** Whether the name at hand is the first that `const`, `let` or `var` declares, and not at the top level. */
function isVariableInside({ frame, frames }: Reader): boolean {
  return frame.isVariable && frame.definition === frame.base && frames.length > 0;
}

/** A name that a pattern around may bind, and an object may have as a member. */
function bind({ text, frame, previous }: Reader, name: string, next: number): void {
  const after = text.charCodeAt(next);
  if (frame.isBlock || !AFTER_BOUND.has(after)) return;
  const isShorthand =
    (previous === char.openCurly || previous === char.comma) && after !== char.equals;
  const key = previous === char.colon ? frame.last : undefined;
  frame.names.push(key === undefined ? { name, isShorthand } : { name, key, isShorthand });
}

/** What stands behind a name in a pattern or an object. */
const AFTER_BOUND = new Set<number>([char.comma, char.closeCurly, char.closeSquare, char.equals]);

/** The segment's definition is what a call gives: a function, unless it is awaited or an instance. */
function makeBy({ frame, sketch }: Reader): void {
  if (frame.isAwaited || frame.last === 'new') return;
  sketch.specify(frame.definition, 'made');
}
