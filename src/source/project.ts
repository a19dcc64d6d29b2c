import { readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname } from 'node:path';
import { listSources } from './list-sources.ts';
import { isParseFailure, parseFile } from './parse.ts';
import { createImportMaps, packageNamed } from './import-maps.ts';
import { isRelative } from './names.ts';
import { createResolver } from './resolve.ts';
import type { SourceFile } from './source-file.ts';

/** The files of a run: parsed once, resolved from one another. */
export interface Project {
  /** The file at this absolute path, parsed on first use; `undefined` when it cannot be read or parsed. */
  fileAt(path: string): SourceFile | undefined;
  /** The text at this absolute path, for a cheap scan before parsing; `undefined` when it cannot be read. */
  textAt(path: string): string | undefined;
  /** What a scan finds in the text at this path, scanned once for each text; `undefined` when it cannot be read. */
  scan<T>(path: string, scan: (text: string) => T): T | undefined;
  /** The absolute path that `specifier` means in `from`, or `undefined` (a package without source, a missing file). */
  resolve(specifier: string, from: string): string | undefined;
  /** The package that `specifier` means in `from`, under its own name; a relative one as it is. */
  packageOf(specifier: string, from: string): string;
  /** The source files below a folder, packages and what is built left out; none where files are not on the disk. */
  filesUnder(folder: string): readonly string[];
  /** The same object for a project and for those that were renewed from it. */
  readonly origin: object;
  /** The project as it is now, found out anew; files that did not change keep their trees. */
  renewed(): Project;
}

/** How a project reaches its files. */
export interface ProjectOptions {
  /** Reads a file in place of the disk (unsaved buffers, tests); `undefined` when there is none. */
  readonly readFile?: (path: string) => string | undefined;
}

interface Entry {
  readonly stamp: string;
  readonly text: string;
  /** When the stamp was last compared, in ms. */
  checkedAt: number;
  /** Parsed on first use; `null` when it cannot be. */
  file?: SourceFile | null;
  /** What scans found, each asked by the same function. */
  readonly scans: Map<unknown, unknown>;
}

/** Files are compared with the disk when nobody asked for one for this many ms: a run sees each as it was at first. */
const PAUSE = 1000;

/** A project over the disk, or over `readFile`. */
export function createProject(options: ProjectOptions = {}): Project {
  return createProjectAfter(new Map(), options);
}

/** A project that takes over what an earlier one read; what it does not ask for is let go. */
function createProjectAfter(
  earlier: ReadonlyMap<string, Entry>,
  options: ProjectOptions,
  origin: object = {},
): Project {
  const { readFile } = options;
  const entries = new Map<string, Entry>();
  const entryAt = createCache(entries, earlier, readFile);
  const resolved = new Map<string, Map<string, string | undefined>>();
  const listed = new Map<string, readonly string[]>();
  const imports = createImportMaps();
  const resolver = createResolver(imports, readFile && (path => readFile(path) !== undefined));
  return {
    textAt: path => entryAt(path)?.text,
    scan<T>(path: string, scan: (text: string) => T) {
      const entry = entryAt(path);
      if (entry === undefined) return undefined;
      if (!entry.scans.has(scan)) entry.scans.set(scan, scan(entry.text));
      // Only this scan was ever stored under itself.
      return entry.scans.get(scan) as T;
    },
    fileAt(path) {
      const entry = entryAt(path);
      if (entry === undefined) return undefined;
      if (entry.file === undefined) entry.file = parsedOrNull(path, entry.text);
      return entry.file ?? undefined;
    },
    resolve(specifier, from) {
      const near = once(resolved, dirname(from), () => new Map<string, string | undefined>());
      return once(near, specifier, () =>
        isBuiltin(specifier) ? undefined : resolver(specifier, from),
      );
    },
    packageOf: (specifier, from) =>
      isRelative(specifier) ? specifier : packageNamed(imports, specifier, from),
    filesUnder: folder => once(listed, folder, () => (readFile ? [] : listSources(folder))),
    origin,
    renewed: () => createProjectAfter(entries, options, origin),
  };
}

function once<T>(known: Map<string, T>, key: string, find: () => T): T {
  if (!known.has(key)) known.set(key, find());
  // What is there under the key was put there as a `T`.
  return known.get(key) as T;
}

/** Keeps every file that was read until it changes. */
function createCache(
  entries: Map<string, Entry>,
  earlier: ReadonlyMap<string, Entry>,
  readFile: ProjectOptions['readFile'],
) {
  let lastAsked = 0;
  let resumed = 0;
  return function entryAt(path: string): Entry | undefined {
    const known = entries.get(path) ?? earlier.get(path);
    if (known) entries.set(path, known);
    const now = Date.now();
    if (now - lastAsked > PAUSE) resumed = now;
    lastAsked = now;
    if (known && known.checkedAt >= resumed) return known;
    const stamp = readFile ? readFile(path) : stampOf(path);
    if (known && known.stamp === stamp) {
      known.checkedAt = now;
      return known;
    }
    const text = readFile ? stamp : readText(path);
    if (stamp === undefined || text === undefined) {
      entries.delete(path);
      return undefined;
    }
    const entry: Entry = { stamp, text, checkedAt: now, scans: new Map() };
    entries.set(path, entry);
    return entry;
  };
}

function parsedOrNull(path: string, text: string): SourceFile | null {
  if (!/\.[cm]?[jt]sx?$/.test(path)) return null;
  const parsed = parseFile(path, text, 'lazy');
  return isParseFailure(parsed) ? null : parsed;
}

function stampOf(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() ? `${stat.mtimeMs} ${stat.size}` : undefined;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Gone or unreadable between the two calls: the same as never there.
    return undefined;
  }
}
