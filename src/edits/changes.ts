import { isParseFailure, parseFile } from '../source/parse.ts';
import type { SourceFile } from '../source/source-file.ts';
import { applyEdits, shiftOf, type Edit, type Shift } from './edit.ts';
import { freeNamesOf } from './free-names.ts';
import type { NoWay } from './hold/way.ts';
import type { EditSource } from './source.ts';

/** A file before some edits and after them. */
export interface Change {
  readonly before: SourceFile;
  readonly after: SourceFile;
  readonly shift: Shift;
}

/**
 * The files that some edits change; that of the source is among them in any case. A reason where one
 * of them would not parse, or would use a name that is not defined there.
 */
export function changesOf(edits: readonly Edit[], source: EditSource): readonly Change[] | NoWay {
  const changes: Change[] = [];
  for (const path of new Set([source.file.path, ...edits.map(({ at }) => at.file)])) {
    const before = source.at(path)?.file;
    if (before === undefined) return { reason: 'A file that it changes cannot be read.' };
    const after = parseFile(path, applyEdits(before.text, edits, path));
    if (isParseFailure(after)) return { reason: `The result would not parse: ${after.message}` };
    const lost = findUndefinedName(before, after);
    if (lost !== undefined) return { reason: `\`${lost}\` would be out of its scope.` };
    changes.push({ before, after, shift: shiftOf(edits, path) });
  }
  const isChange = changes.some(({ before, after }) => before.text !== after.text);
  return isChange ? changes : { reason: 'It changes nothing.', tells: 'shape' };
}

/** What is defined wherever code runs. */
const EVERYWHERE: ReadonlySet<string> = new Set(['Error', 'console', 'undefined']);

function findUndefinedName(before: SourceFile, after: SourceFile): string | undefined {
  const known = freeNamesOf(before);
  return [...freeNamesOf(after)].find(name => !known.has(name) && !EVERYWHERE.has(name));
}
