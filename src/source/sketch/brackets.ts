import { char, endOfWord, skipSpace, startsWord } from './characters.ts';
import { type Called, type Frame, nextSegment, openFrame } from './frame.ts';
import type { Reader } from './reader.ts';
import type { SketchBuilder } from './sketch.ts';
import { continuing } from './words.ts';

/** Opens a bracket in which the definition around goes on. */
export function openBracket(reader: Reader, code: number, next: number): void {
  const { frame } = reader;
  frame.isChain = false;
  reader.frames.push(frame);
  reader.frame = openFrame(code, frame.definition, next, { called: reader.called });
  reader.called = undefined;
}

/** Closes a bracket; gives it, or `undefined` when it does not fit. */
export function closeBracket(reader: Reader, code: number, next: number): Frame | undefined {
  const { frame } = reader;
  const outer = reader.frames.pop();
  if (outer === undefined || frame.closer !== code) return undefined;
  reader.frame = outer;
  if (frame.isTemplate) return frame;
  if (frame.called !== undefined) noteCall(reader, frame.called, next);
  if (code !== char.close) closePattern(reader, frame, outer, next);
  if (code === char.closeCurly && endsStatement(reader.text, next)) nextSegment(outer);
  return frame;
}

/** A method of a class, an object or an interface stands before its body, or the type of its result. */
function noteCall({ text, sketch }: Reader, called: Called, next: number): void {
  const { name, definition, mayBeMethod } = called;
  const after = mayBeMethod ? text.charCodeAt(skipSpace(text, next)) : 0;
  if (after === char.openCurly || after === char.colon) sketch.define([name], 'function');
  else sketch.note('calls', name, definition);
}

/** `{ a, b: c } = init`: the names of a pattern are defined by what follows. */
function closePattern(
  { text, sketch, frames }: Reader,
  inner: Frame,
  outer: Frame,
  next: number,
): void {
  if (inner.isBlock || inner.names.length === 0) return;
  const at = skipSpace(text, next);
  const isAssigned = text.charCodeAt(at) === char.equals;
  const after = text.charCodeAt(at + 1);
  if (!isAssigned || after === char.equals || after === char.greater) {
    // What a clause takes from a module leads under its name there.
    if (!text.startsWith('from', at)) noteShorthands(sketch, inner);
    return;
  }
  const isLocal = outer.isVariable && frames.length > 0;
  for (const { name, key } of inner.names) {
    if (key !== undefined)
      sketch.note('aliases', `.${key}`, sketch.define([name], 'value', isLocal));
  }
  const names = inner.names.map(({ name }) => name);
  outer.definition = sketch.define(names, 'value', isLocal);
  outer.isPattern = inner.closer === char.closeCurly;
}

/** `{ run, stop }`: members that stand for variables. */
function noteShorthands(sketch: SketchBuilder, { closer, names }: Frame): void {
  if (closer !== char.closeCurly) return;
  for (const { name, isShorthand } of names) {
    if (isShorthand) sketch.note('aliases', name, sketch.define([name]));
  }
}

/** Whether a statement or member is over with the brace before an index. */
function endsStatement(text: string, index: number): boolean {
  const at = skipSpace(text, index);
  const code = text.charCodeAt(at);
  if (startsWord(code)) return !continuing.has(text.slice(at, endOfWord(text, at)));
  return ENDS.has(code) || Number.isNaN(code);
}

const ENDS = new Set<number>([
  char.closeCurly,
  char.quote,
  char.apostrophe,
  char.hash,
  char.at,
  char.star,
  char.openCurly,
]);
