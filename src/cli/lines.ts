/** A place as ESLint prints it: lines and columns count from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The lines of a text. */
export interface Lines {
  positionOf(offset: number): Position;
  /** A line without its end. */
  textOf(line: number): string;
}

/** Finds the lines of a text; the line ends are ECMAScript's. */
export function toLines(text: string): Lines {
  const starts = [0];
  const ends: number[] = [];
  for (const { 0: lineEnd, index } of text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) {
    ends.push(index);
    starts.push(index + lineEnd.length);
  }
  ends.push(text.length);
  return {
    positionOf(offset) {
      const line = countUpTo(starts, offset);
      return { line, column: offset - (starts[line - 1] ?? 0) + 1 };
    },
    textOf: line => text.slice(starts[line - 1], ends[line - 1]),
  };
}

/** How many of the ascending numbers are not above `limit`. */
function countUpTo(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
