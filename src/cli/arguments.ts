import { cac, type CAC } from 'cac';
import { suggestNearest } from '../nearest.ts';
import { productName } from '../product.ts';
import type { Call, Command, Option } from './command.ts';
import { UsageError } from './terminal.ts';

/** What the user asked for. */
export interface Request {
  /** `undefined` when no command was named. */
  readonly command: Command | undefined;
  readonly wantsHelp: boolean;
  readonly wantsVersion: boolean;
  readonly words: Call['words'];
  readonly rest: Call['rest'];
  readonly options: Call['options'];
}

/** Options that every command takes. */
export const globalOptions: readonly Option[] = [
  { flags: '-h, --help', summary: 'Print this text' },
  { flags: '-v, --version', summary: 'Print the version' },
];

/** Reads the words behind the program's name; throws a {@link UsageError} that says what is wrong with them. */
export function parseArguments(argv: readonly string[], commands: readonly Command[]): Request {
  const parser = createParser(commands);
  const parsed = parser.parse(['node', productName, ...argv], { run: false });
  const command = commands.find(({ name }) => name === parser.matchedCommandName);
  const words = parsed.args.map(String);
  const behind: unknown = parsed.options['--'];
  const rest = Array.isArray(behind) ? behind.map(String) : [];
  const wantsHelp = parsed.options['help'] === true;
  const wantsVersion = parsed.options['version'] === true;
  if (command === undefined && words[0] !== undefined) throw unknownCommand(words[0], commands);
  const known = [...(command?.options ?? []), ...globalOptions];
  const options = wantsHelp || wantsVersion ? {} : checkOptions(parsed.options, known, argv);
  if (command !== undefined && !wantsHelp) checkArity(command, words);
  return { command, wantsHelp, wantsVersion, words, rest, options };
}

/** The name of an option: `types` for `--no-types`, `min-confidence` for `--min-confidence <level>`. */
function optionName(option: Option): string {
  return /--(?:no-)?([\w-]+)/.exec(option.flags)?.[1] ?? option.flags;
}

/** The parser calls `--max-connections` `maxConnections`. */
function camelCase(name: string): string {
  return name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function createParser(commands: readonly Command[]): CAC {
  const parser = cac(productName);
  for (const { flags, summary } of globalOptions) parser.option(flags, summary);
  for (const command of commands) {
    const entry = parser.command(`${command.name} [...words]`, command.summary);
    for (const { flags, summary } of command.options) entry.option(flags, summary);
  }
  return parser;
}

function unknownCommand(word: string, commands: readonly Command[]): UsageError {
  const names = commands.map(({ name }) => name);
  const hint =
    suggestNearest(word, names) ||
    ` Commands: ${names.join(', ')}. To check a path: ${productName} check ${word}`;
  return new UsageError(`Unknown command '${word}'.${hint}`);
}

function checkOptions(
  parsed: Readonly<Record<string, unknown>>,
  known: readonly Option[],
  argv: readonly string[],
): Call['options'] {
  const names = known.map(option => camelCase(optionName(option)));
  const checked: Record<string, string | boolean> = {};
  for (const [key, value] of Object.entries(parsed)) {
    // One-letter aliases and the rest behind `--` come along with the long names.
    if (key === '--' || known.some(({ flags }) => flags.startsWith(`-${key},`))) continue;
    const option = known[names.indexOf(key)];
    if (option === undefined) throw unknownOption(asWritten(key, argv), known);
    checked[key] = checkValues(option, value);
  }
  return checked;
}

/** The last value counts, but for lists. */
function checkValues(option: Option, value: unknown): string | boolean {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (option.isList !== true) return checkValue(option, values.at(-1));
  return values.map(each => checkValue(option, each)).join(',');
}

function checkValue(option: Option, value: unknown): string | boolean {
  const isSwitch = !option.flags.includes('<');
  const flag = `--${optionName(option)}`;
  if (isSwitch) return value === true;
  if (typeof value === 'boolean' || value === '') throw new UsageError(`${flag} needs a value.`);
  const text = String(value);
  if (option.values === undefined || option.values.includes(text)) return text;
  const expected = option.values
    .map(each => `'${each}'`)
    .join(', ')
    .replace(/, (?=[^,]*$)/, ' or ');
  throw new UsageError(
    `${flag} must be ${expected}, not '${text}'.${suggestNearest(text, option.values)}`,
  );
}

function unknownOption(flag: string, known: readonly Option[]): UsageError {
  const flags = known.flatMap(option => option.flags.match(/--[\w-]+/g) ?? []);
  return new UsageError(`Unknown option '${flag}'.${suggestNearest(flag, flags)}`);
}

/** The option as the user typed it; the parser only tells `types` for `--no-types=1`. */
function asWritten(key: string, argv: readonly string[]): string {
  const isMeant = (word: string): boolean =>
    camelCase(/^--?(?:no-)?(.*?)(?:=|$)/.exec(word)?.[1] ?? '') === key;
  const word = argv.find(each => each.startsWith('-') && isMeant(each));
  return word?.split('=', 1)[0] ?? (key.length === 1 ? `-${key}` : `--${key}`);
}

function checkArity({ name, parameters, arity }: Command, words: readonly string[]): void {
  if (words.length < arity.least) {
    throw new UsageError(`'${name}' needs ${parameters}: ${productName} ${name} ${parameters}`);
  }
  const extra = words[arity.most];
  if (extra !== undefined) throw new UsageError(`'${name}' does not take '${extra}'.`);
}
