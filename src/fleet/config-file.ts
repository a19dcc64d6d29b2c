/** A configuration file, as it was read. */
export interface ConfigFile {
  /** Absolute path. */
  readonly path: string;
  /** As the user would name it: `deploy/pgbouncer.ini`. */
  readonly name: string;
  readonly text: string;
}

/** A place in a configuration file; lines and columns count from 1. */
export interface ConfigPlace {
  /** As the user would name it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A number and where it comes from. */
export interface Figure {
  /** `undefined` when it cannot be known; `from` then says why. */
  readonly value: number | undefined;
  /** `docker-compose.yml:12`, `--instances`, `default of PostgreSQL`. */
  readonly from: string;
  readonly place?: ConfigPlace;
}

/** A file that cannot be read as what it is. The message names the line, the column and what is wrong there. */
export class ConfigFileError extends Error {
  override name = 'ConfigFileError';

  constructor({ file, line, column }: ConfigPlace, problem: string) {
    super(`${file}:${line}:${column}: ${problem}`);
  }
}

/** `docker-compose.yml:12`. */
export function wordPlace({ file, line }: ConfigPlace): string {
  return `${file}:${line}`;
}

/** A figure that stands at a place. */
export function figureAt(value: number, place: ConfigPlace): Figure {
  return { value, from: wordPlace(place), place };
}

/** The whole number that text is, or `undefined`. */
export function toCount(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text.trim()) ? Number(text) : undefined;
}
