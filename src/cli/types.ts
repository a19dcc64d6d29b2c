import { createOwnProgram, type OwnProgram } from '../evidence/own-program.ts';

/** The type checker of a run. */
export interface Types {
  /** One program for the run, built when the first file needs it. */
  readonly get: () => OwnProgram | undefined;
  /** What stood in its way. */
  readonly notes: () => readonly string[];
  /** Types were asked for, and there was no TypeScript to ask. */
  readonly areMissing: () => boolean;
}

/** A type checker over files with the TypeScript that is installed where the command runs. */
export function createTypes(cwd: string, files: readonly string[]): Types {
  let made: { readonly program: ReturnType<typeof createOwnProgram> } | undefined;
  return {
    get: () => (made ??= { program: createOwnProgram({ cwd, files }) }).program,
    notes: () => made?.program?.notes ?? [],
    areMissing: () => made !== undefined && made.program === undefined,
  };
}
