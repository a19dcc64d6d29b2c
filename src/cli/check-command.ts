import picocolors from 'picocolors';
import type { Tier } from '../analysis/facts.ts';
import { isRecommended, tiers } from '../settings.ts';
import { createProject } from '../source/project.ts';
import { checkFile, type CheckedFile, type Wanted } from './check-file.ts';
import { createChecklist } from './create-checklist.ts';
import type { Call, Command } from './command.ts';
import { findFiles } from './files.ts';
import { formatJson } from './format-json.ts';
import { formatText } from './format-text.ts';
import { createProgress } from './progress.ts';
import { readSettings } from './settings-file.ts';
import { isColored, type Terminal } from './terminal.ts';
import { createTypes, type Types } from './types.ts';

/** Checks files without any configuration. */
export const checkCommand: Command = {
  name: 'check',
  parameters: '[paths...]',
  arity: { least: 0, most: Infinity },
  summary: 'Find misused connections in files and folders (default: this folder)',
  options: [
    { flags: '--format <format>', summary: 'text (default) or json', values: ['text', 'json'] },
    { flags: '--all', summary: 'Run every rule, not only the recommended ones' },
    {
      flags: '--tier <tier>',
      summary: 'The least sure findings to report: sure, likely (default) or possible',
      values: tiers,
    },
    {
      flags: '--explain',
      summary: 'Print path, evidence and tier of each finding, and the functions on its way',
    },
    { flags: '--no-types', summary: 'Do not ask TypeScript; what syntax tells is enough' },
    {
      flags: '--checklist',
      summary: 'Print only the checklist of ten points, which ends a run without paths',
    },
    { flags: '--quiet', summary: 'One line for each finding and nothing else' },
    { flags: '--color', summary: 'Colour the text; --no-color and NO_COLOR do not' },
  ],
  examples: [
    ['check', 'check this project'],
    ['check src --explain', 'say how each finding is known'],
    ['check --format json > pool.json', "write what ESLint's JSON formatter would"],
  ],

  async run(call, terminal) {
    const startedAt = Date.now();
    const paths = findFiles(call.words, terminal.cwd);
    const types = call.options['types'] === false ? undefined : createTypes(terminal.cwd, paths);
    const files = checkFiles(paths, types, call, terminal);
    const elapsedMs = Date.now() - startedAt;
    for (const note of types?.notes() ?? []) terminal.stderr.write(`note: ${note}\n`);
    const lacksTypes = types === undefined || types.areMissing();
    if (call.options['checklist'] !== true) {
      terminal.stdout.write(format(files, { elapsedMs, lacksTypes }, call, terminal));
    }
    if (wantsChecklist(files, call)) {
      terminal.stdout.write(await createChecklist(files, call, terminal));
    }
    if (files.some(file => file.isFailed)) return 2;
    return files.some(file => file.problems.length > 0 || file.unreadable) ? 1 : 0;
  },
};

/** The points are about a whole project: a run over a part of it would answer some of them wrongly. */
function wantsChecklist(files: readonly CheckedFile[], { options, words }: Call): boolean {
  if (options['checklist'] === true) return true;
  if (options['format'] === 'json' || options['quiet'] === true || words.length > 0) return false;
  return files.some(({ pools }) => pools.length > 0);
}

function checkFiles(
  paths: readonly string[],
  types: Types | undefined,
  { rules, options }: Call,
  terminal: Terminal,
): readonly CheckedFile[] {
  const { drivers, effects, evidence, helpers, deployment } = readSettings(terminal.cwd);
  const wanted: Wanted = {
    rules: options['all'] === true ? rules : rules.filter(isRecommended),
    tier: tierOf(options['tier']),
    evidence,
    deployment: { ...deployment, mayHavePooler: options['all'] === true },
  };
  const checked = new Set(paths);
  const setting = {
    project: createProject(),
    isChecked: (path: string) => checked.has(path),
    drivers,
    effects,
    helpers,
    minimumTier: wanted.tier,
    summarises: options['explain'] === true,
    ...(types === undefined ? {} : { types: types.get }),
  };
  const progress = createProgress(paths.length, terminal);
  try {
    return paths.map((path, index) => {
      progress.show(index);
      return checkFile(path, wanted, setting);
    });
  } finally {
    progress.clear();
  }
}

function tierOf(value: string | boolean | undefined): Tier {
  return tiers.find(tier => tier === value) ?? 'likely';
}

function format(
  files: readonly CheckedFile[],
  run: { readonly elapsedMs: number; readonly lacksTypes: boolean },
  { options }: Call,
  terminal: Terminal,
): string {
  if (options['format'] === 'json') return formatJson(files);
  const flag = typeof options['color'] === 'boolean' ? options['color'] : undefined;
  return formatText(files, {
    ...run,
    cwd: terminal.cwd,
    colors: picocolors.createColors(isColored(flag, terminal)),
    columns: terminal.stdout.columns ?? 120,
    explains: options['explain'] === true,
    isQuiet: options['quiet'] === true,
  });
}
