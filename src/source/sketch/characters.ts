/** The characters that the reader of sketches tells apart. */
export const char = {
  newline: 10,
  bang: 33,
  quote: 34,
  hash: 35,
  dollar: 36,
  and: 38,
  apostrophe: 39,
  open: 40,
  close: 41,
  star: 42,
  comma: 44,
  dot: 46,
  slash: 47,
  colon: 58,
  semicolon: 59,
  less: 60,
  equals: 61,
  greater: 62,
  question: 63,
  at: 64,
  openSquare: 91,
  backslash: 92,
  closeSquare: 93,
  backtick: 96,
  openCurly: 123,
  or: 124,
  closeCurly: 125,
} as const;

const WORD = 1;
const DIGIT = 2;
const SPACE = 4;
const table = new Uint8Array(128);
for (let code = 0; code < 128; code += 1) {
  const text = String.fromCharCode(code);
  if (/[A-Za-z_$]/.test(text)) table[code] = WORD;
  else if (/\d/.test(text)) table[code] = DIGIT;
  else if (/\s/.test(text)) table[code] = SPACE;
}

/** Whether a word can begin with a character; letters beyond ASCII count. */
export function startsWord(code: number): boolean {
  return code < 128 ? table[code] === WORD : code > 160;
}

/** Whether a character can be one of a word, the first or a later one. */
export function isOfWord(code: number): boolean {
  return code < 128 ? table[code] === WORD || table[code] === DIGIT : code > 160;
}

/** Whether a character is a capital letter of English. */
export function isCapital(code: number): boolean {
  return code >= 65 && code <= 90;
}

/** Whether a character is a digit. */
export function isDigit(code: number): boolean {
  return table[code] === DIGIT;
}

/** Whether a character is white space. */
export function isSpace(code: number): boolean {
  return code < 128 ? table[code] === SPACE : code === 160;
}

/** Where a word, or a number, that begins at an index ends. */
export function endOfWord(text: string, from: number): number {
  let index = from + 1;
  while (index < text.length && isOfWord(text.charCodeAt(index))) index += 1;
  return index;
}

/** The index of the next character that is no white space. */
export function skipSpace(text: string, from: number): number {
  let index = from;
  while (index < text.length && isSpace(text.charCodeAt(index))) index += 1;
  return index;
}

/** Where a string that begins at an index ends; one that is not closed ends with its line. */
export function endOfString(text: string, from: number): number {
  const quote = text.charCodeAt(from);
  for (let index = from + 1; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === char.backslash) index += 1;
    else if (code === quote) return index + 1;
    else if (code === char.newline) return index;
  }
  return text.length;
}

/** Where a regular expression that begins at an index ends; one that is not closed ends with its line. */
export function endOfPattern(text: string, from: number): number {
  let isInClass = false;
  for (let index = from + 1; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === char.backslash) index += 1;
    else if (code === char.newline) return index;
    else if (code === char.openSquare) isInClass = true;
    else if (code === char.closeSquare) isInClass = false;
    else if (code === char.slash && !isInClass) return endOfWord(text, index);
  }
  return text.length;
}

/** Where a comment that begins at an index ends. */
export function endOfComment(text: string, from: number): number {
  const isLine = text.charCodeAt(from + 1) === char.slash;
  const end = text.indexOf(isLine ? '\n' : '*/', from + 2);
  if (end === -1) return text.length;
  return isLine ? end : end + 2;
}

/** Where the text of a template goes over into an expression or ends: behind the backtick or the brace. */
export function endOfTemplateText(text: string, from: number): number {
  for (let index = from; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === char.backslash) index += 1;
    else if (code === char.backtick) return index + 1;
    else if (code === char.dollar && text.charCodeAt(index + 1) === char.openCurly)
      return index + 2;
  }
  return text.length;
}
