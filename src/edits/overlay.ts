import type { Range, TypeOracle } from '../evidence/type-oracle.ts';
import { isParseFailure, parseFile } from '../source/parse.ts';
import type { Project } from '../source/project.ts';
import { findBeside } from '../source/resolve.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { NewFile, Shift } from './edit.ts';

/** A project in which some files have other texts than on disk, or are there at all. */
export function overlay(project: Project, files: readonly NewFile[]): Project {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const parsed = new Map<string, SourceFile | undefined>();
  return {
    textAt: path => texts.get(path) ?? project.textAt(path),
    fileAt(path) {
      const text = texts.get(path);
      if (text === undefined) return project.fileAt(path);
      if (!parsed.has(path)) {
        const file = parseFile(path, text);
        parsed.set(path, isParseFailure(file) ? undefined : file);
      }
      return parsed.get(path);
    },
    scan: (path, scan) => {
      const text = texts.get(path);
      return text === undefined ? project.scan(path, scan) : scan(text);
    },
    origin: project.origin,
    packageOf: (specifier, from) => project.packageOf(specifier, from),
    filesUnder: folder => project.filesUnder(folder),
    resolve: (specifier, from) =>
      findBeside(specifier, from, path => texts.has(path)) ?? project.resolve(specifier, from),
    renewed: () => overlay(project.renewed(), files),
  };
}

/** A type checker of the text before that answers for the text after; of new text it knows nothing. */
export function shiftTypes(
  oracle: TypeOracle | undefined,
  file: string,
  shift: Shift,
): TypeOracle | undefined {
  if (oracle === undefined) return undefined;
  function ask<T>(
    ranges: readonly Range[],
    answer: (ranges: readonly Range[]) => readonly T[],
    nothing: T,
  ): readonly T[] {
    const old = ranges.map(range => rangeBefore(range, shift));
    const known = old.filter(range => range !== undefined);
    const answers = answer(known)[Symbol.iterator]();
    return old.map(range => (range === undefined ? nothing : (answers.next().value ?? nothing)));
  }
  return {
    typesAt: (path, ranges) =>
      path === file
        ? ask(ranges, known => oracle.typesAt(path, known), [])
        : oracle.typesAt(path, ranges),
    areNever: (path, calls) =>
      path === file
        ? ask(calls, known => oracle.areNever(path, known), false)
        : oracle.areNever(path, calls),
    literalsAt: (path, ranges) =>
      path === file
        ? ask(ranges, known => oracle.literalsAt(path, known), undefined)
        : oracle.literalsAt(path, ranges),
  };
}

function rangeBefore({ start, end }: Range, { toOld }: Shift): Range | undefined {
  const from = toOld(start);
  const last = toOld(end - 1);
  return from === undefined || last === undefined ? undefined : { start: from, end: last + 1 };
}
