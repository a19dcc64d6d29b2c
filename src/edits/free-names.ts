import type { SourceFile } from '../source/source-file.ts';
import { isParseFailure, parseFile } from '../source/parse.ts';

const names = new WeakMap<SourceFile, ReadonlySet<string>>();

/** The names that a file uses and does not declare, whichever parser made its tree. */
export function freeNamesOf(file: SourceFile): ReadonlySet<string> {
  const known = names.get(file);
  if (known !== undefined) return known;
  const parsed = file.freeNames === undefined ? parseFile(file.path, file.text) : file;
  const found = isParseFailure(parsed) ? [] : (parsed.freeNames?.() ?? []);
  const free = new Set(found);
  names.set(file, free);
  return free;
}
