import type { Driver } from '../drivers/driver.ts';
import type { Node, SourceFile } from '../source/source-file.ts';
import { nodesIn } from '../source/walk.ts';
import type { Span } from '../span.ts';
import type { Language } from './language.ts';
import { readStyle, type Style } from './style.ts';

/** Where `lease()` comes from: one small file in the user's tree, or the runtime of this package. */
export type AdapterSource = 'file' | 'package';

/** What a codemod may ask of the file it edits, and of the project around it. */
export interface EditSource {
  readonly file: SourceFile;
  readonly drivers: readonly Driver[];
  readonly language: Language;
  readonly style: Style;
  readonly adapter: AdapterSource;
  /** The text of another file of the project; `undefined` when there is none. */
  textAt(path: string): string | undefined;
  /** Another file of the project, or the same, to be edited with this one; `undefined` when there is none. */
  at(path: string): EditSource | undefined;
  /** The source files below a folder. */
  filesUnder(folder: string): readonly string[];
  /** The innermost node that stands exactly there: without a semicolon a statement is as long as its call. */
  nodeAt(span: Span): Node | undefined;
  /** What is written there. */
  textOf(place: Span | Node): string;
}

/** What the host knows about a file that is to be edited. */
export interface SourceOptions {
  readonly drivers: readonly Driver[];
  readonly language: Language;
  readonly adapter?: AdapterSource;
  readonly textAt?: (path: string) => string | undefined;
  readonly at?: (path: string) => EditSource | undefined;
  readonly filesUnder?: (folder: string) => readonly string[];
}

/** Answers a codemod's questions about a file. */
export function createEditSource(file: SourceFile, options: SourceOptions): EditSource {
  let byPlace: Map<string, Node> | undefined;
  let style: Style | undefined;
  return {
    file,
    drivers: options.drivers,
    language: options.language,
    adapter: options.adapter ?? 'file',
    get style() {
      return (style ??= readStyle(file));
    },
    textAt: path => options.textAt?.(path),
    at: path => options.at?.(path),
    filesUnder: folder => options.filesUnder?.(folder) ?? [],
    nodeAt({ start, end }) {
      byPlace ??= placesOf(file);
      return byPlace.get(`${start} ${end}`);
    },
    textOf(place) {
      const [start, end] = 'range' in place ? place.range : [place.start, place.end];
      return file.text.slice(start, end);
    },
  };
}

function placesOf(file: SourceFile): Map<string, Node> {
  const places = new Map<string, Node>();
  for (const node of nodesIn(file.program)) {
    places.set(node.range.join(' '), node);
  }
  return places;
}
