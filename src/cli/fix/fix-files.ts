import { createProject } from '../../source/project.ts';
import type { Call } from '../command.ts';
import { findFiles } from '../files.ts';
import { createProgress } from '../progress.ts';
import { readSettings } from '../settings-file.ts';
import type { Terminal } from '../terminal.ts';
import { createTypes, type Types } from '../types.ts';
import type { RepairContext } from '../../repair.ts';
import { onlyChanged } from './changed-files.ts';
import { enoughFor } from './decide.ts';
import { guard } from './git-guard.ts';
import type { FixRequest } from './request.ts';
import type { FixResult } from './result.ts';
import { repairInRounds, type Rounds } from './rounds.ts';
import { createScanner, type Scanner } from './scanner.ts';
import type { Site } from './site.ts';
import { Sources } from './sources.ts';

/** Who decides. */
export interface Judge extends Pick<Rounds, 'decide' | 'onRepaired'> {
  /** Told before each round which sites can be repaired. */
  readonly expect: (sites: readonly Site[]) => void;
}

/** Finds and repairs in memory; nothing is written. */
export async function fixFiles(
  { words }: Call,
  request: FixRequest,
  terminal: Terminal,
  judge: Judge,
): Promise<FixResult> {
  const startedAt = Date.now();
  const { cwd } = terminal;
  const { since, isStaged } = request;
  const paths = onlyChanged(findFiles(words, cwd), { since, isStaged }, cwd);
  const types = request.wantsTypes ? createTypes(cwd, paths) : undefined;
  const sources = new Sources();
  const scanner = createScannerFor(paths, types, sources, request, cwd);
  const progress = createProgress(paths.length, terminal, 'Looking at');
  let scanned = 0;
  const outcome = await repairInRounds(paths, {
    ...scanner,
    ...judge,
    sources,
    scan(path) {
      progress.show(Math.min(paths.length, scanned++));
      return scanner.scan(path);
    },
    beforeDeciding(sites) {
      progress.clear();
      if (request.writes) guardFiles(sites, request, terminal);
      judge.expect(sites);
    },
  });
  progress.clear();
  for (const note of types?.notes() ?? []) terminal.stderr.write(`note: ${note}\n`);
  return {
    ...outcome,
    isWritten: request.writes,
    changes: sources.changes(),
    lacksTypes: types === undefined || types.areMissing(),
    elapsedMs: Date.now() - startedAt,
  };
}

/** Only files that a repair would change count, and those it would change beside its own. */
function guardFiles(
  sites: readonly Site[],
  { minimum, isForced, isStaged }: FixRequest,
  terminal: Terminal,
): void {
  const paths = sites.flatMap(({ path, offers }) => {
    const open = enoughFor(offers, minimum);
    return open.length === 0
      ? []
      : [path, ...open.flatMap(each => each.edits.map(edit => edit.at.file))];
  });
  guard([...new Set(paths)], { isForced, allowsStaged: isStaged }, terminal);
}

type TypeErrors = NonNullable<RepairContext['typeErrors']>;

/** The files of the run have the texts that earlier rounds gave them. */
function typeErrorsFrom(types: Types, sources: Sources): TypeErrors {
  return (path, texts) => types.get()?.typeErrors(path, new Map([...sources.snapshot(), ...texts]));
}

function createScannerFor(
  paths: readonly string[],
  types: Types | undefined,
  sources: Sources,
  request: FixRequest,
  cwd: string,
): Scanner {
  const { drivers, effects, evidence, helpers, deployment } = readSettings(cwd);
  const { rules, watched, codemods, tier, adapter } = request;
  const checked = new Set(paths);
  return createScanner({
    sources,
    rules,
    wanted: { rules: watched, tier, evidence, deployment },
    repair: { codemods, adapter, ...(types && { typeErrors: typeErrorsFrom(types, sources) }) },
    setting: {
      project: createProject(),
      isChecked: path => checked.has(path),
      drivers,
      effects,
      helpers,
      minimumTier: tier,
      ...(types === undefined ? {} : { types: types.get }),
    },
  });
}
