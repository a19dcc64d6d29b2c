import type { Tier } from '../../analysis/facts.ts';
import type { Codemod, Confidence } from '../../codemod.ts';
import type { AdapterSource } from '../../edits/source.ts';
import { suggestNearest } from '../../nearest.ts';
import type { Rule } from '../../rule.ts';
import { isRecommended, tiers } from '../../settings.ts';
import type { Call, Option } from '../command.ts';
import { UsageError, type Terminal } from '../terminal.ts';

/** The options of `fix`. */
export const fixOptions: readonly Option[] = [
  { flags: '--write', summary: 'Change the files; without it the changes are only shown' },
  { flags: '-i, --interactive', summary: 'Ask about each repair, then write those you took' },
  {
    flags: '--codemod <name>',
    summary: 'Only this codemod; may be repeated',
    isList: true,
  },
  {
    flags: '--min-confidence <level>',
    summary: 'safe (default), or likely: also repairs to look at (default with -i)',
    values: ['safe', 'likely'],
  },
  {
    flags: '--adapter <where>',
    summary: 'Where lease() comes from: a file of yours (default) or this package',
    values: ['file', 'package'],
  },
  { flags: '--since <ref>', summary: 'Only files that differ from where <ref> and HEAD parted' },
  { flags: '--staged', summary: 'Only files that are staged' },
  { flags: '--all', summary: 'Repair for every rule, not only for the recommended ones' },
  { flags: '--tier <tier>', summary: 'The least sure findings to repair', values: tiers },
  { flags: '--no-types', summary: 'Do not ask TypeScript; what syntax tells is enough' },
  { flags: '--force', summary: 'Write to files with changes that are in no commit' },
  { flags: '--undo', summary: 'Take the last --write back' },
  { flags: '--answers <file>', summary: 'Where -i keeps your answers for the next time' },
  { flags: '--format <format>', summary: 'text (default) or json', values: ['text', 'json'] },
  { flags: '--json', summary: 'The same as --format json' },
  { flags: '--color', summary: 'Colour the text; --no-color and NO_COLOR do not' },
];

/** What the user wants of `fix`. */
export interface FixRequest {
  /** The rules whose findings are repaired. */
  readonly rules: readonly Rule[];
  /** Those, and the rules of which a repair must bring no new finding. */
  readonly watched: readonly Rule[];
  readonly codemods: readonly Codemod[];
  readonly minimum: Confidence;
  readonly tier: Tier;
  readonly adapter: AdapterSource;
  readonly writes: boolean;
  readonly asks: boolean;
  readonly isForced: boolean;
  readonly isStaged: boolean;
  readonly since: string | undefined;
  readonly answers: string | undefined;
  readonly isJson: boolean;
  readonly wantsTypes: boolean;
}

/** Reads the options of `fix`; throws a {@link UsageError} where they do not go together. */
export function readRequest(call: Call, terminal: Terminal): FixRequest {
  const { options } = call;
  const codemods = chooseCodemods(text(options['codemod']), call.codemods);
  const asks = options['interactive'] === true;
  const isJson = options['json'] === true || options['format'] === 'json';
  if (asks && isJson) throw new UsageError('-i asks a person, --format json does not go with it.');
  if (asks && terminal.stdin?.isTTY !== true) throw new UsageError('-i needs a terminal.');
  return {
    codemods,
    ...chooseRules(codemods, call),
    asks,
    writes: asks || options['write'] === true,
    // What nobody looks at must not need a look.
    minimum: confidenceOf(options['minConfidence']) ?? (asks ? 'likely' : 'safe'),
    tier: tiers.find(tier => tier === options['tier']) ?? 'likely',
    adapter: options['adapter'] === 'package' ? 'package' : 'file',
    isForced: options['force'] === true,
    isStaged: options['staged'] === true,
    since: text(options['since']),
    answers: text(options['answers']),
    isJson,
    wantsTypes: options['types'] !== false,
  };
}

type Value = Call['options'][string];

function text(value: Value): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function confidenceOf(value: Value): Confidence | undefined {
  return value === 'safe' || value === 'likely' ? value : undefined;
}

function chooseCodemods(names: string | undefined, all: readonly Codemod[]): readonly Codemod[] {
  if (names === undefined) return all;
  const known = all.map(({ name }) => name);
  return names.split(',').map(name => {
    const codemod = all.find(each => each.name === name);
    if (codemod !== undefined) return codemod;
    const hint = suggestNearest(name, known) || ` Codemods: ${known.join(', ')}.`;
    throw new UsageError(`Unknown codemod '${name}'.${hint}`);
  });
}

/** The rules that a codemod repairs: the recommended ones, but all when one was asked for by name. */
function chooseRules(
  codemods: readonly Codemod[],
  { rules: all, options }: Call,
): Pick<FixRequest, 'rules' | 'watched'> {
  const isForAll = options['all'] === true;
  const isMeant = isForAll || options['codemod'] !== undefined;
  const rules = all.filter(
    rule =>
      codemods.some(({ repairs }) => repairs.includes(rule.name)) &&
      (isMeant || isRecommended(rule)),
  );
  const watched = all.filter(rule => isForAll || isRecommended(rule) || rules.includes(rule));
  return { rules, watched };
}
