import { basename } from 'node:path';

/** A line as a message names it, with its file where that is another one than the reader is in. */
export function nameLine(line: number, file: string, reading: string): string {
  return file === reading ? String(line) : `${line} of ${basename(file)}`;
}
