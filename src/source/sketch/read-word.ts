import { char, endOfWord, skipSpace, startsWord } from './characters.ts';
import { followerAt } from './followers.ts';
import { nextSegment } from './frame.ts';
import type { Reader } from './reader.ts';
import { namesToo, routerMethods, type WordKind, wordKinds } from './words.ts';

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
  if (!isMember && CONSTANT.test(word)) frame.isChain = false;
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
      if (!isMember) bind(reader, word);
      frame.definition = sketch.define([word]);
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
      if (!isMember) bind(reader, word);
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

/** A name that a pattern around may bind. */
function bind({ frame, previous }: Reader, name: string): void {
  const key = previous === char.colon ? frame.last : undefined;
  frame.names.push(key === undefined ? { name } : { name, key });
}

/** The segment's definition is what a call gives: a function, unless it is awaited or an instance. */
function makeBy({ frame, frames, sketch }: Reader): void {
  if (frame.isAwaited || frame.last === 'new') return;
  const isInside = frame.isVariable && frames.length > 0;
  sketch.specify(frame.definition, isInside ? 'made-inside' : 'made');
}

/** Whether the word at hand is what a definition stands for, the first choice of it, or wrapped by what makes it. */
function isAlias({ text, frame, sketch }: Reader, word: string, next: number): boolean {
  // Behind a colon a type may stand.
  if (frame.isKey && TYPE.test(word)) return false;
  const code = text.charCodeAt(next);
  const isOpen = text.startsWith('.bind', next) || text.startsWith('??', next);
  if (!isOpen && !Number.isNaN(code) && !ENDS.has(code) && !startsWord(code)) return false;
  if (frame.isChain) return true;
  const made = sketch.definitions[frame.base]?.kind;
  return frame.closer === char.close && (made === 'made' || made === 'made-inside');
}

/** What is named as types are. */
const TYPE = /^[A-Z]/;

/** Types and values of the language. */
const CONSTANT =
  /^(?:string|number|boolean|unknown|any|never|null|undefined|true|false|object|this|symbol|bigint)$/;

const CLOSERS = [char.close, char.closeCurly, char.closeSquare];
const ENDS = new Set<number>([char.comma, char.or, char.semicolon, ...CLOSERS]);

/** Whether the brace around is that of an import or export, where `as` gives another name. */
function isClause({ text, frame, clause }: Reader): boolean {
  if (frame.closer !== char.closeCurly || frame.start < clause) return false;
  return CLAUSE.test(text.slice(clause - 'import'.length, frame.start));
}

const CLAUSE = /^(?:import[\w$\s,*]*|export(?:\s+type)?\s*)\{$/;

/** `a as b`: what `b` names is `a`; what is exported as `default` has its own place. */
function alias({ text, frame, sketch }: Reader, at: number): void {
  const { last } = frame;
  const name = text.slice(at, endOfWord(text, at));
  if (last === undefined || last === 'default' || name === 'default') return;
  const definition = sketch.define([name]);
  for (const one of [last, `.${last}`]) sketch.note('aliases', one, definition);
}
