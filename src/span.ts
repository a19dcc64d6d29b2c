/** A place in a file: absolute path, and UTF-16 offsets of its first and one past its last character. */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}
