import { isUtf8 } from 'node:buffer';
import type { Change } from './record.ts';
import { bytesAt } from './write.ts';

const byteOrderMark = '\uFEFF';

/** The files of a run as its repairs leave them; the disk does not change. */
export class Sources {
  /** What was read from the disk, of the files that were changed. */
  readonly #before = new Map<string, Uint8Array | undefined>();
  #after: ReadonlyMap<string, string> = new Map();
  readonly #read: (path: string) => Uint8Array | undefined;

  /** `read` gives the bytes of files, of the disk when it is left out. */
  constructor(read: (path: string) => Uint8Array | undefined = bytesAt) {
    this.#read = read;
  }

  /** The text of a file, without a byte order mark; `undefined` when there is none, or when it is not UTF-8. */
  textAt(path: string): string | undefined {
    return this.#after.get(path) ?? this.#readText(path);
  }

  /** Replaces the text of a file, or makes the file. */
  set(path: string, text: string): void {
    if (!this.#before.has(path)) this.#before.set(path, this.#read(path));
    this.#after = new Map(this.#after).set(path, text);
  }

  /** Whether a repair has changed the file. */
  isChanged(path: string): boolean {
    return this.#after.has(path);
  }

  /** The state now, for {@link restore}. */
  snapshot(): ReadonlyMap<string, string> {
    return this.#after;
  }

  /** Goes back to an earlier state. */
  restore(snapshot: ReadonlyMap<string, string>): void {
    this.#after = snapshot;
  }

  /** The text of a file as it is on the disk. */
  originalOf(path: string): string | undefined {
    const bytes = this.#before.get(path);
    return bytes === undefined ? undefined : decode(bytes);
  }

  /** What is to be written, sorted by path. */
  changes(): readonly Change[] {
    return [...this.#after]
      .map(([path, text]) => this.#toChange(path, text))
      .filter(({ before, after }) => before === undefined || Buffer.compare(before, after) !== 0)
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  #readText(path: string): string | undefined {
    const bytes = this.#read(path);
    return bytes !== undefined && isUtf8(bytes) ? decode(bytes) : undefined;
  }

  #toChange(path: string, text: string): Change {
    const before = this.#before.get(path);
    const hasMark =
      before !== undefined && Buffer.from(before).toString().startsWith(byteOrderMark);
    return { path, before, after: Buffer.from(hasMark ? byteOrderMark + text : text) };
  }
}

function decode(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString();
  return text.startsWith(byteOrderMark) ? text.slice(1) : text;
}
