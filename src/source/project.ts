import type { SourceFile } from './source-file.ts';

/** The files of a run: parsed once, resolved from one another. */
export interface Project {
  /** The file at this absolute path, parsed on first use; `undefined` when it cannot be read or parsed. */
  fileAt(path: string): SourceFile | undefined;
  /** The absolute path that `specifier` means in `from`, or `undefined` (a package without source, a missing file). */
  resolve(specifier: string, from: string): string | undefined;
}
