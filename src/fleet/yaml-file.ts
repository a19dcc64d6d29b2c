import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
} from 'yaml';
import { ConfigFileError, type ConfigFile, type ConfigPlace } from './config-file.ts';

/** A value of a YAML file that knows its place. Anchors and merge keys are resolved. */
export interface Item {
  readonly place: ConfigPlace;
  /** A scalar as text; `undefined` for anything else. */
  readonly text: string | undefined;
  /** The members of a map, in order; nothing for anything else. */
  readonly members: ReadonlyMap<string, Item>;
  /** The entries of a list; nothing for anything else. */
  readonly entries: readonly Item[];
}

/** What an item of a document is made with. */
interface Source {
  readonly file: ConfigFile;
  readonly lines: LineCounter;
  readonly document: Document;
}

/** The documents of a YAML file; throws a {@link ConfigFileError} when it is none. */
export function readYaml(file: ConfigFile): readonly Item[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(file.text, {
    lineCounter: lines,
    prettyErrors: false,
    // Compose has tags of its own (`!reset`); what they stand for is of no interest here.
    logLevel: 'silent',
  });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap(document => {
    const error = document.errors[0];
    if (error !== undefined) {
      throw new ConfigFileError(placeAt(error.pos[0], file, lines), `${firstLine(error.message)}.`);
    }
    const root = document.contents;
    return root === null ? [] : [toItem(root, { file, lines, document }, 0)];
  });
}

/** The item that a row of keys leads to. */
export function itemAt(item: Item | undefined, ...keys: readonly string[]): Item | undefined {
  return keys.reduce<Item | undefined>((inner, key) => inner?.members.get(key), item);
}

/** The text that a row of keys leads to. */
export function textAt(item: Item | undefined, ...keys: readonly string[]): string | undefined {
  return itemAt(item, ...keys)?.text;
}

/** An anchor may contain itself; nothing real is this deep. */
const deepest = 50;

function toItem(node: Node, source: Source, depth: number): Item {
  const place = placeAt(node.range?.[0] ?? 0, source.file, source.lines);
  const empty: Item = { place, text: undefined, members: new Map(), entries: [] };
  if (depth > deepest) return empty;
  if (isAlias(node)) {
    const target = node.resolve(source.document);
    return target === undefined ? empty : toItem(target, source, depth + 1);
  }
  if (isMap<Node, Node | null>(node)) {
    return { ...empty, members: membersOf(node.items, source, depth + 1) };
  }
  if (isSeq<Node>(node)) {
    return { ...empty, entries: node.items.map(each => toItem(each, source, depth + 1)) };
  }
  if (!isScalar(node) || node.value === null) return empty;
  return { ...empty, text: String(node.value) };
}

function membersOf(
  pairs: readonly Pair<Node, Node | null>[],
  source: Source,
  depth: number,
): ReadonlyMap<string, Item> {
  const own = new Map<string, Item>();
  const merged = new Map<string, Item>();
  for (const { key, value } of pairs) {
    const name = isScalar(key) ? String(key.value) : undefined;
    if (name === undefined) continue;
    const item = toItem(value ?? key, source, depth);
    if (name !== '<<') own.set(name, value === null ? { ...item, text: undefined } : item);
    else for (const each of item.entries.length > 0 ? item.entries : [item]) addAll(each, merged);
  }
  return new Map([...merged, ...own]);
}

/** The first of several merged maps wins. */
function addAll({ members }: Item, merged: Map<string, Item>): void {
  for (const [key, item] of members) if (!merged.has(key)) merged.set(key, item);
}

function placeAt(offset: number, { name }: ConfigFile, lines: LineCounter): ConfigPlace {
  const { line, col } = lines.linePos(offset);
  return { file: name, line: Math.max(line, 1), column: Math.max(col, 1) };
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').replace(/[.:]$/, '');
}
