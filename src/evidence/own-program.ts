import type { TypeOracle } from './type-oracle.ts';

/** A program over the files of a run, with the user's own TypeScript; `undefined` when there is none. */
export function createOwnProgram(_options: {
  readonly cwd: string;
  readonly files: readonly string[];
}): TypeOracle | undefined {
  return undefined;
}
