import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import picocolors from 'picocolors';
import { engineOf } from '../drivers/engines.ts';
import { isIn, type Package } from '../fleet/assignment.ts';
import type { Budget, Fleet } from '../fleet/budget.ts';
import { computeBudget } from '../fleet/compute.ts';
import { ConfigFileError } from '../fleet/config-file.ts';
import { unknownNames } from '../fleet/demands.ts';
import { suggestNearest } from '../nearest.ts';
import { createOwnProgram } from '../evidence/own-program.ts';
import type { Settings } from '../settings.ts';
import { createProject } from '../source/project.ts';
import { formatBudgetJson } from './budget-json.ts';
import { formatBudgetMarkdown } from './budget-markdown.ts';
import { formatBudgetText } from './budget-text.ts';
import { listOf, toWishes } from './budget-wishes.ts';
import type { Call } from './command.ts';
import { findFiles, findFilesAround } from './files.ts';
import { findPools, type FoundPools } from './find-pools.ts';
import { readDeployment } from './fleet-files.ts';
import { readLimits } from './live-server.ts';
import { readSettings } from './settings-file.ts';
import { isColored, type Terminal, UsageError } from './terminal.ts';

/** Runs the command `budget`, and gives its exit code: 1 when the fleet is too large, or refused. */
export async function runBudget(call: Call, terminal: Terminal): Promise<number> {
  const settings = readSettings(terminal.cwd);
  const url = call.options['url'];
  const limits = typeof url === 'string' ? await readLimits(url, terminal.cwd) : undefined;
  const wishes = toWishes(call.options, settings, limits);
  const budget = asUsage(() => compute(call, settings, wishes, terminal));
  terminal.stdout.write(format(budget, call, terminal));
  return budget.isOver ? 1 : 0;
}

function compute(
  call: Call,
  settings: Settings,
  wishes: Fleet['wishes'],
  terminal: Terminal,
): Budget {
  const { cwd } = terminal;
  const { words } = call;
  const files = findFiles(words, cwd);
  const setting = toSetting(files, call, settings, cwd);
  const found = findPools(files, words, setting, terminal);
  return budgetOf(found, call, { settings, wishes, cwd });
}

/** The arithmetic of pools that were found; throws a {@link ConfigFileError} at a deployment file that is wrong. */
export function budgetOf(
  { pools, notes }: FoundPools,
  { options, words }: Pick<Call, 'options' | 'words'>,
  around: { readonly settings: Settings; readonly wishes: Fleet['wishes']; readonly cwd: string },
): Budget {
  const { cwd, settings, wishes } = around;
  const said = settings.budget;
  const deploy = options['deploy'] === undefined ? said.deploy : listOf(options['deploy']);
  const pgbouncer = options['pgbouncer'] ?? said.pgbouncer;
  const deployment = readDeployment({
    cwd,
    paths: findFilesAround(words, cwd),
    deploy,
    pgbouncer: typeof pgbouncer === 'string' ? pgbouncer : undefined,
  });
  const fleet: Fleet = {
    ...deployment,
    pools,
    wishes,
    nameOf: path => relative(cwd, path),
    engineAround: file => engineAround(file, deployment.packages),
  };
  const [unknown] = unknownNames(fleet);
  if (unknown !== undefined) throw unknownService(unknown, fleet);
  const budget = computeBudget(fleet);
  return { ...budget, problems: [...budget.problems, ...deployment.notes, ...notes] };
}

function toSetting(files: readonly string[], { options }: Call, settings: Settings, cwd: string) {
  let made: { readonly program: ReturnType<typeof createOwnProgram> } | undefined;
  const types = () => (made ??= { program: createOwnProgram({ cwd, files }) }).program;
  const { drivers, effects, helpers } = settings;
  const common = { project: createProject(), drivers, effects, helpers };
  return options['types'] === false ? common : { ...common, types };
}

/** A deployment file that cannot be read is a mistake of its author, and none of ours. */
function asUsage<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ConfigFileError)) throw error;
    throw new UsageError(error.message, { cause: error });
  }
}

function unknownService(name: string, { services, packages }: Fleet): UsageError {
  const names = [
    ...services.map(service => service.name),
    ...packages.flatMap(each => each.name ?? []),
  ];
  const known = names.length === 0 ? '' : ` Known: ${[...new Set(names)].join(', ')}.`;
  const hint = suggestNearest(name, names) || known;
  return new UsageError(
    `--instances names '${name}', which is no service, package or folder.${hint}`,
  );
}

/** The one kind of server that the dependencies of the nearest package can speak to. */
function engineAround(file: string, packages: readonly Package[]): string | undefined {
  const around = packages
    .filter(({ folder }) => isIn(file, folder))
    .sort((a, b) => b.folder.length - a.folder.length);
  for (const { folder } of around) {
    const engines = new Set(dependenciesOf(folder).flatMap(name => engineOf(name) ?? []));
    const [only, ...others] = engines;
    if (only !== undefined) return others.length === 0 ? only : undefined;
    if (resolve(folder) === dirname(folder)) break;
  }
  return undefined;
}

function dependenciesOf(folder: string): readonly string[] {
  try {
    const text = readFileSync(resolve(folder, 'package.json'), 'utf8');
    // npm refuses to install a package.json whose dependencies are no object.
    const { dependencies = {} } = JSON.parse(text) as { readonly dependencies?: object };
    return Object.keys(dependencies);
  } catch {
    return [];
  }
}

function format(budget: Budget, { options }: Call, terminal: Terminal): string {
  if (options['format'] === 'json') return formatBudgetJson(budget, terminal.cwd);
  if (options['format'] === 'markdown') return formatBudgetMarkdown(budget, terminal.cwd);
  const flag = typeof options['color'] === 'boolean' ? options['color'] : undefined;
  return formatBudgetText(budget, {
    cwd: terminal.cwd,
    colors: picocolors.createColors(isColored(flag, terminal)),
    columns: terminal.stdout.columns ?? 100,
  });
}
