import {
  char,
  endOfComment,
  endOfPattern,
  endOfString,
  endOfTemplateText,
  endOfWord,
  isCapital,
  isDigit,
  isSpace,
  startsWord,
} from './characters.ts';
import { closeBracket, openBracket } from './brackets.ts';
import { nextSegment, openFrame } from './frame.ts';
import type { Reader } from './reader.ts';
import { coarseSketch } from './coarse.ts';
import { withoutMarkupText } from './markup.ts';
import { NOWHERE, type Sketch, SketchBuilder } from './sketch.ts';
import { continuing } from './words.ts';
import { readWord } from './read-word.ts';

/** Reads a sketch off a text; brackets that do not fit even without the text between tags make it coarse. */
export function sketchOf(text: string): Sketch {
  const sketch = readSketch(text);
  if (sketch !== undefined) return sketch;
  const code = withoutMarkupText(text);
  return (code && readSketch(code)) || coarseSketch(text);
}

/** `undefined` when brackets do not fit. */
function readSketch(text: string): Sketch | undefined {
  const reader: Reader = {
    text,
    sketch: new SketchBuilder(),
    frames: [],
    frame: openFrame(0, NOWHERE, 0),
    previous: char.semicolon,
    hasBreak: false,
    clause: 0,
    called: undefined,
  };
  let index = 0;
  while (index < text.length) {
    index = readToken(reader, index);
    if (index === MISFIT) return undefined;
  }
  return reader.frames.length === 0 ? reader.sketch : undefined;
}

const MISFIT = -1;

function readToken(reader: Reader, index: number): number {
  const { text } = reader;
  const code = text.charCodeAt(index);
  if (isSpace(code)) {
    if (code === char.newline) reader.hasBreak = true;
    return index + 1;
  }
  if (startsWord(code)) return readWordAt(reader, index);
  if (isDigit(code)) return readOn(reader, code, endOfWord(text, index));
  switch (code) {
    case char.quote:
    case char.apostrophe:
      return readString(reader, index);
    case char.backtick:
      return readTemplate(reader, index + 1);
    case char.slash:
      return readSlash(reader, index);
    case char.open:
    case char.openSquare:
    case char.openCurly:
      if (code === char.open) noteUnnamed(reader, index);
      openBracket(reader, code, index + 1);
      return readOn(reader, code, index + 1);
    case char.close:
    case char.closeSquare:
    case char.closeCurly:
      return readClose(reader, code, index + 1);
    case char.comma:
    case char.semicolon:
      nextSegment(reader.frame);
      return readOn(reader, code, index + 1);
    case char.at:
    case char.hash:
    case char.star:
      // A member of a class behind another one.
      if (reader.hasBreak && endsValue(reader.previous)) nextSegment(reader.frame);
      return readOn(reader, code, index + 1);
    default:
      return readSign(reader, code, index);
  }
}

function readSign(reader: Reader, code: number, index: number): number {
  const { text, frame, sketch } = reader;
  const isArrow = code === char.equals && text.charCodeAt(index + 1) === char.greater;
  if (isArrow && frame.definition !== frame.base) sketch.specify(frame.definition, 'function');
  if (code !== char.dot && code !== char.bang && code !== char.question) frame.isChain = false;
  // What follows the sign of a definition is its value.
  if (code === char.equals && !isArrow && reader.frame.last !== undefined) frame.isChain = true;
  if (code === char.colon) frame.isChain = true;
  return readOn(reader, code, index + 1);
}

function readOn(reader: Reader, previous: number, index: number): number {
  reader.previous = previous;
  reader.hasBreak = false;
  return index;
}

function readWordAt(reader: Reader, index: number): number {
  const { text, previous } = reader;
  const end = endOfWord(text, index);
  const word = text.slice(index, end);
  if (isCapital(text.charCodeAt(index))) reader.sketch.capitalized.add(word);
  if (reader.hasBreak && endsValue(previous) && !continuing.has(word)) nextSegment(reader.frame);
  readOn(reader, readWord(reader, word, index, end), end);
  return end;
}

/** `table[key]()`, `make()()`; a function that is called where it stands is in the file. */
function noteUnnamed({ text, previous, sketch }: Reader, index: number): void {
  const isMade =
    previous === char.close && !/\}\s*\)\s*$/.test(text.slice(Math.max(0, index - 20), index));
  if (isMade || previous === char.closeSquare) sketch.callsUnnamed = true;
}

/** Whether a statement can end with a character, so that a line break ends it. */
function endsValue(code: number): boolean {
  switch (code) {
    case char.close:
    case char.closeSquare:
    case char.closeCurly:
    case char.quote:
    case char.backtick:
      return true;
    default:
      return startsWord(code) || isDigit(code);
  }
}

function readString(reader: Reader, index: number): number {
  const { text, frame, sketch, previous } = reader;
  if (isWithinWord(reader, index)) return index + 1;
  const end = endOfString(text, index);
  const isCall = previous === char.open;
  if (isCall && /^(?:require|import)$/.test(reader.frames.at(-1)?.last ?? '')) {
    sketch.noteRequired(text.slice(index + 1, end - 1), frame.definition);
  } else if (frame.last === 'from' || frame.last === 'import') {
    sketch.noteImport(text.slice(index + 1, end - 1), text.slice(reader.clause, index));
  }
  return readOn(reader, char.quote, end);
}

function readClose(reader: Reader, code: number, next: number): number {
  const closed = closeBracket(reader, code, next);
  if (closed === undefined) return MISFIT;
  return closed.isTemplate ? readTemplate(reader, next) : readOn(reader, code, next);
}

/** The apostrophe in the text between tags, as in `<p>It's on</p>`. */
function isWithinWord({ text, previous, frame }: Reader, index: number): boolean {
  if (previous === 0 || index === 0 || frame.last === 'from' || frame.last === 'import')
    return false;
  return startsWord(text.charCodeAt(index - 1));
}

/** Reads the text of a template from behind its backtick, or behind the brace of an expression. */
function readTemplate(reader: Reader, index: number): number {
  const end = endOfTemplateText(reader.text, index);
  if (reader.text.charCodeAt(end - 1) !== char.openCurly) return readOn(reader, char.backtick, end);
  reader.frames.push(reader.frame);
  reader.frame = openFrame(char.openCurly, reader.frame.definition, end, { isTemplate: true });
  return readOn(reader, char.openCurly, end);
}

function readSlash(reader: Reader, index: number): number {
  const next = reader.text.charCodeAt(index + 1);
  if (next === char.slash || next === char.star) {
    const end = endOfComment(reader.text, index);
    if (next === char.star && reader.text.slice(index, end).includes('\n')) reader.hasBreak = true;
    return end;
  }
  // A tag that closes (`</b>`), or a division.
  if (reader.previous === char.less || endsValue(reader.previous)) {
    return readOn(reader, char.slash, index + 1);
  }
  return readOn(reader, char.quote, endOfPattern(reader.text, index));
}
