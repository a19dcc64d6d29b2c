import { dirname, resolve } from 'node:path';
import { ConfigFileError, type ConfigFile, type ConfigPlace } from './config-file.ts';
import type { ReadText } from './compose.ts';

/** One `key = value` of an INI file. */
export interface Entry {
  readonly section: string;
  readonly key: string;
  readonly value: string;
  readonly place: ConfigPlace;
}

/** `key =`: letters, digits and `_.-*`, or anything between single quotes. */
const assignment = /^(?:'([^']+)'|([\w.*-]+))[ \t]*=[ \t]*(.*?)\s*$/;

/** PgBouncer stops at more. */
const deepestInclude = 10;

/**
 * Reads an INI file as PgBouncer does, which is not as most parsers do: a comment has a line of its
 * own, so `;` and `#` belong to a value, quotes too; a line that is neither is an error; a second
 * `[pgbouncer]` starts from the defaults again.
 *
 * `%include` takes the other file's lines in. Throws a {@link ConfigFileError} at what PgBouncer
 * would not start with.
 */
export function readPgBouncerIni(file: ConfigFile, readText: ReadText): readonly Entry[] {
  const state: State = { section: '', entries: [], readText };
  readInto(state, file, 0);
  return state.entries;
}

/** What has been read so far. */
interface State {
  section: string;
  entries: readonly Entry[];
  readonly readText: ReadText;
}

function readInto(state: State, file: ConfigFile, depth: number): void {
  for (const [index, raw] of file.text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    const text = raw.trim();
    const place = { file: file.name, line: index + 1, column: raw.search(/\S|$/) + 1 };
    if (text === '' || text.startsWith('#') || text.startsWith(';')) continue;
    if (/^%include[ \t]/.test(text)) {
      if (depth >= deepestInclude) {
        throw new ConfigFileError(place, 'Too many files include one another.');
      }
      readInto(state, includedBy(file, text, place, state.readText), depth + 1);
    } else if (text.startsWith('[')) {
      enter(sectionIn(text, place), state);
    } else {
      const { section } = state;
      state.entries = [...state.entries, { section, ...assignmentIn(text, place) }];
    }
  }
}

function enter(section: string, state: State): void {
  state.section = section;
  if (section !== 'pgbouncer') return;
  state.entries = state.entries.filter(entry => entry.section !== section);
}

function includedBy(
  file: ConfigFile,
  text: string,
  place: ConfigPlace,
  readText: ReadText,
): ConfigFile {
  const name = text.replace(/^%include[ \t]+/, '');
  const path = resolve(dirname(file.path), name);
  const found = readText(path);
  if (found === undefined) throw new ConfigFileError(place, `${name} cannot be read.`);
  return { path, name, text: found };
}

function sectionIn(text: string, place: ConfigPlace): string {
  const [, name, rest = ''] = /^\[([^\]]*)\](.*)$/.exec(text) ?? [];
  if (name === undefined) throw new ConfigFileError(place, `\`${text}\` has no closing \`]\`.`);
  if (rest.trim() !== '') {
    const at = { ...place, column: place.column + text.indexOf(']') + 1 };
    throw new ConfigFileError(at, `\`${rest.trim()}\` must stand on a line of its own.`);
  }
  return name;
}

function assignmentIn(text: string, place: ConfigPlace) {
  const [, quoted, bare, value] = assignment.exec(text) ?? [];
  const key = quoted ?? bare;
  if (key !== undefined && value !== undefined) return { key, value, place };
  const known = /^(?:'[^']*'?|[\w.*-]*)[ \t]*/.exec(text)?.[0].length ?? 0;
  const at = { ...place, column: place.column + known };
  throw new ConfigFileError(at, `\`${text}\` must be \`key = value\`, \`[section]\` or a comment.`);
}
