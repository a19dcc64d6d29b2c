import { writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { rules } from '../../rules/index.ts';
import { analyse } from '../../src/analysis/analyse.ts';
import { checkText } from '../../src/cli/check-file.ts';
import { drivers } from '../../src/drivers/index.ts';
import { applyEdits } from '../../src/edits/edit.ts';
import { overlay } from '../../src/edits/overlay.ts';
import { createProject } from '../../src/source/project.ts';
import { isParseFailure, parseFile } from '../../src/source/parse.ts';
import { mutantsOf, type Mutant } from './breakages.ts';
import { readArguments, sourcesIn } from './folders.ts';
import { describeMachine, toTable } from './table.ts';

/** One broken place, and whether a rule noticed. */
interface Outcome {
  readonly breakage: string;
  readonly file: string;
  readonly line: number;
  readonly isReported: boolean;
  readonly code: string;
}

const wanted = { tier: 'likely', evidence: 'any', deployment: {} } as const;

/**
 * Breaks code in which nothing is found, one hold at a time and in memory, and counts what is noticed:
 * `node test/tools/run.js bench/mutants FOLDER… [--json FILE]`.
 *
 * Without types, so that any checked-out project will do. The file gets each broken function that nobody noticed.
 */
export function main(args: readonly string[]): number {
  const { folders, json } = readArguments(args);
  const outcomes = folders.flatMap(outcomesIn);
  const missed = outcomes.filter(({ isReported }) => !isReported);
  if (json !== undefined) writeFileSync(json, JSON.stringify(missed, null, 1));
  const names = [...new Set(outcomes.map(({ breakage }) => breakage)), 'all'];
  const rows = names.map(name => {
    const own = outcomes.filter(({ breakage }) => name === 'all' || breakage === name);
    const noticed = own.filter(({ isReported }) => isReported).length;
    return [name, `${own.length}`, `${noticed}`, `${((100 * noticed) / own.length).toFixed(1)} %`];
  });
  console.log(`${describeMachine()}\n`);
  console.log(toTable(['broken', 'mutants', 'noticed', 'share'], rows).join('\n'));
  return 0;
}

function outcomesIn(folder: string): readonly Outcome[] {
  const project = createProject();
  return sourcesIn(folder).flatMap(path => {
    const text = project.textAt(path) ?? '';
    const file = parseFile(path, text);
    if (isParseFailure(file)) return [];
    const all = mutantsOf(file);
    if (all.length === 0) return [];
    // Connections of drivers that nobody knows here are no matter of these rules.
    const known = analyse(file, { project, drivers }).leases.map(({ acquire }) => acquire.start);
    const mutants = all.filter(({ hold: { acquire } }) =>
      known.some(start => acquire.range[0] <= start && start < acquire.range[1]),
    );
    if (mutants.length === 0) return [];
    const before = linesOf(path, text, project);
    return mutants.flatMap(mutant => tryOut(mutant, { path, text, folder, project, before }));
  });
}

interface Source {
  readonly path: string;
  readonly text: string;
  readonly folder: string;
  readonly project: ReturnType<typeof createProject>;
  /** What is found in the whole code. */
  readonly before: readonly Found[];
}

interface Found {
  readonly rule: string;
  readonly offset: number;
}

/** Nothing, where something is found in the function as it is. */
function tryOut(
  { breakage, hold, edits }: Mutant,
  { path, text, folder, project, before }: Source,
): readonly Outcome[] {
  const [start, end] = hold.owner.range;
  if (before.some(({ offset }) => start <= offset && offset < end)) return [];
  const broken = applyEdits(text, edits, path);
  const grown = broken.length - text.length;
  const after = linesOf(path, broken, project);
  // What a function leaves open is told where it is called, if that is clear.
  const known = before.map(
    ({ rule, offset }) => `${rule} ${offset < end ? offset : offset + grown}`,
  );
  const isReported = after.some(
    ({ rule, offset }) => breakage.rules.includes(rule) && !known.includes(`${rule} ${offset}`),
  );
  const line = text.slice(0, hold.acquire.range[0]).split('\n').length;
  const code = broken.slice(start, end + grown);
  const name = relative(dirname(folder), path);
  return [{ breakage: breakage.name, file: name, line, isReported, code }];
}

function linesOf(path: string, text: string, project: Source['project']): readonly Found[] {
  const setting = { project: overlay(project, [{ path, text }]), drivers };
  const { problems } = checkText(path, text, { rules, ...wanted }, setting);
  return problems.map(({ rule, finding }) => ({ rule: rule.name, offset: finding.at.start }));
}
