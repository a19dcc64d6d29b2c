import type { Codemod } from '../codemod.ts';
import type { Rule } from '../rule.ts';
import type { Terminal } from './terminal.ts';

/** One command of the command line: a value in its own file. */
export interface Command {
  readonly name: string;
  /** Its positional arguments, as help prints them: `[paths...]`. */
  readonly parameters: string;
  /** How many positional arguments it takes. */
  readonly arity: { readonly least: number; readonly most: number };
  /** One line for the list of commands. */
  readonly summary: string;
  readonly options: readonly Option[];
  /** Lines of an example and what it does. */
  readonly examples: readonly (readonly [line: string, does: string])[];
  /** Runs it, and gives the exit code. */
  run(call: Call, terminal: Terminal): number | Promise<number>;
}

/** An option of a command. */
export interface Option {
  /** As help prints it: `--format <format>`, `--all`, `--no-types`. */
  readonly flags: string;
  readonly summary: string;
  /** The values it takes, if they are a fixed set. */
  readonly values?: readonly string[];
  /** It may be written several times, or with commas: the command gets all values with commas between them. */
  readonly isList?: boolean;
}

/** A command with what the user wrote behind it. */
export interface Call {
  readonly words: readonly string[];
  /** What stands behind `--`: a command of the user's. */
  readonly rest: readonly string[];
  /** By name, in camel case; `--no-types` is `types: false`. */
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly rules: readonly Rule[];
  readonly codemods: readonly Codemod[];
}
