import { relative } from 'node:path';
import picocolors from 'picocolors';
import type { Budget } from '../fleet/budget.ts';
import { ConfigFileError } from '../fleet/config-file.ts';
import type { Settings } from '../settings.ts';
import { toWishes } from './budget-wishes.ts';
import type { CheckedFile } from './check-file.ts';
import { toChecklist } from './checklist.ts';
import { formatChecklist } from './checklist-text.ts';
import type { Call } from './command.ts';
import { isTestCode } from './find-pools.ts';
import { readSettings } from './settings-file.ts';
import { isColored, type Terminal, UsageError } from './terminal.ts';

/** The checklist of a run, as text. Code of tests answers for nobody. */
export async function createChecklist(
  files: readonly CheckedFile[],
  { options, words }: Call,
  terminal: Terminal,
): Promise<string> {
  const { cwd } = terminal;
  const settings = readSettings(cwd);
  const own = files.filter(({ path }) => !isTestCode(path, words, cwd));
  const points = toChecklist({
    files: own,
    nameOf: path => relative(cwd, path),
    budget: await budgetOf(own, words, { settings, cwd }),
    pooler: settings.deployment.pooler,
  });
  const flag = typeof options['color'] === 'boolean' ? options['color'] : undefined;
  const text = formatChecklist(points, picocolors.createColors(isColored(flag, terminal)));
  return options['checklist'] === true ? text : `\n${text}`;
}

/** The budget, or why none can be given here. */
async function budgetOf(
  files: readonly CheckedFile[],
  words: readonly string[],
  { settings, cwd }: { readonly settings: Settings; readonly cwd: string },
): Promise<Budget | string> {
  const pools = files.flatMap(file => file.pools);
  if (pools.length === 0) return 'no pool is made in these files';
  const budgets = await import('./run-budget.ts');
  const wishes = toWishes({}, settings, undefined);
  try {
    const found = { pools, notes: [] };
    const budget = budgets.budgetOf(found, { options: {}, words }, { settings, wishes, cwd });
    const isSaid = budget.demands.some(({ service }) => service !== undefined);
    if (isSaid || wishes.instances !== undefined) return budget;
    return 'nothing says how many instances run; `budget --instances N` adds them up';
  } catch (error) {
    // A wrong deployment file is what `budget` reports; here it only leaves a point open.
    if (error instanceof ConfigFileError || error instanceof UsageError) return error.message;
    throw error;
  }
}
