import type { SourceFile } from '../source/source-file.ts';

/** What a codemod may ask of the file it edits. */
export interface EditSource {
  readonly file: SourceFile;
}
