import type { SourceFile } from '../source/source-file.ts';

/** How a file is written, so that what is added looks the same. */
export interface Style {
  /** What ends its lines. */
  readonly newline: '\n' | '\r\n';
  /** One level of indentation. */
  readonly indent: string;
  /** `;`, or nothing where the file goes without. */
  readonly semicolon: ';' | '';
  readonly quote: "'" | '"';
  /** `one => …`, without parentheses around the only parameter. */
  readonly hasBareArrows: boolean;
}

/** Reads the style of a file from its text; what it does not show is as Prettier has it. */
export function readStyle({ text, program }: SourceFile): Style {
  const crlf = text.split('\r\n').length - 1;
  const lines = text.split('\n').length - 1;
  // Names of modules first: texts of SQL have quotes of their own.
  const quotes = text.match(/(?<=(?:\bfrom|\brequire\()\s*)['"]/g)?.join('') ?? text;
  const single = quotes.split("'").length;
  const double = quotes.split('"').length;
  const ended = program.body.filter(({ range }) => text[range[1] - 1] !== '}');
  const withSemicolon = ended.filter(({ range }) => text[range[1] - 1] === ';');
  return {
    newline: crlf * 2 > lines ? '\r\n' : '\n',
    indent: indentOf(text),
    semicolon: usesSemicolons(text, ended.length, withSemicolon.length) ? ';' : '',
    quote: double > single ? '"' : "'",
    hasBareArrows: hasBareArrows(text),
  };
}

function hasBareArrows(text: string): boolean {
  const bare = text.match(/(?:[(,=:?{[]|\b(?:async|return))\s*[\w$]+ =>/g)?.length ?? 0;
  return bare > (text.match(/\([\w$]+\) =>/g)?.length ?? 0);
}

/** Statements inside functions count too: a file may hold nothing but functions. */
function usesSemicolons(text: string, ended: number, withSemicolon: number): boolean {
  if (ended > 1) return withSemicolon * 2 >= ended;
  const lines = text.split(/\r?\n/).filter(line => /^\s+.*[\w)\]'"`;]$/.test(line));
  return lines.filter(line => line.endsWith(';')).length * 4 >= lines.length;
}

/** The smallest step by which lines are indented; tabs where most lines begin with one. */
function indentOf(text: string): string {
  const steps = new Map<string, number>();
  let before = '';
  for (const line of text.split('\n')) {
    if (line.trim() === '' || /^\s*\*/.test(line)) continue;
    const own = /^[ \t]*/.exec(line)?.[0] ?? '';
    if (own.length > before.length && own.startsWith(before)) {
      const step = own.slice(before.length);
      if (step === '\t' || /^ {2,8}$/.test(step)) steps.set(step, (steps.get(step) ?? 0) + 1);
    }
    before = own;
  }
  const [best] = [...steps].toSorted(([, a], [, b]) => b - a);
  return best?.[0] ?? '  ';
}

/** The white space in front of the line of an offset. */
export function indentationAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}
