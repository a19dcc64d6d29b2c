import { char, endOfWord, startsWord } from './characters.ts';
import type { Reader } from './reader.ts';

/** Whether the word at hand is what a definition stands for, the first choice of it, or wrapped by what makes it. */
export function isAlias({ text, frame, sketch }: Reader, word: string, next: number): boolean {
  // What a member is called leads by itself, whatever it is a member of.
  if (frame.isPattern) return false;
  // Behind a colon a type may stand.
  if (frame.isKey && TYPE.test(word)) return false;
  const code = text.charCodeAt(next);
  const isOpen = text.startsWith('.bind', next) || text.startsWith('??', next);
  if (!isOpen && !Number.isNaN(code) && !ENDS.has(code) && !startsWord(code)) return false;
  if (frame.isChain) return true;
  return frame.closer === char.close && sketch.definitions[frame.base]?.kind === 'made';
}

/** What is named as types are. */
const TYPE = /^[A-Z]/;

const CLOSERS = [char.close, char.closeCurly, char.closeSquare];
const ENDS = new Set<number>([char.comma, char.or, char.semicolon, ...CLOSERS]);

/** Whether the brace around is that of an import or export, where `as` gives another name. */
export function isClause({ text, frame, clause }: Reader): boolean {
  if (frame.closer !== char.closeCurly || frame.start < clause) return false;
  return CLAUSE.test(text.slice(clause - 'import'.length, frame.start));
}

const CLAUSE = /^(?:import[\w$\s,*]*|export(?:\s+type)?\s*)\{$/;

/** `a as b`: what `b` names is `a`; what is exported as `default` has its own place. */
export function alias({ text, frame, sketch }: Reader, at: number): void {
  const { last } = frame;
  const name = text.slice(at, endOfWord(text, at));
  if (last === undefined || last === 'default' || name === 'default') return;
  const definition = sketch.define([name]);
  for (const one of [last, `.${last}`]) sketch.note('aliases', one, definition);
}
