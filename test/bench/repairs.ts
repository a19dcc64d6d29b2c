import { writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import picocolors from 'picocolors';
import { codemods } from '../../codemods/index.ts';
import { rules } from '../../rules/index.ts';
import { checkFile, type Problem } from '../../src/cli/check-file.ts';
import { wordDiff } from '../../src/cli/fix/diff.ts';
import { drivers } from '../../src/drivers/index.ts';
import { applyEdits } from '../../src/edits/edit.ts';
import { isOffer, repairsFor, type Offer, type RepairContext } from '../../src/repair.ts';
import { createProject } from '../../src/source/project.ts';
import { isParseFailure, parseFile } from '../../src/source/parse.ts';
import type { SourceFile } from '../../src/source/source-file.ts';
import { readArguments, sourcesIn } from './folders.ts';

/** One finding, and what came of it. */
interface Site {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly package: string;
  /** 0 for what is offered first, or for the most telling refusal. */
  readonly rank: number;
  readonly codemod: string;
  readonly result: string;
  /** What changes, file by file. */
  readonly diff?: string;
}

const RULES = new Set(codemods.flatMap(({ repairs }) => repairs));

/**
 * Asks all codemods about every finding in some folders and counts: `node test/tools/run.js bench/repairs
 * FOLDER… [--json FILE]`. The file gets what each of them says, with the change as a diff.
 *
 * Without types, so that any checked-out project will do.
 */
export async function main(args: readonly string[]): Promise<number> {
  const { folders, json } = readArguments(args);
  const sites = folders.flatMap(sitesIn);
  if (json !== undefined) writeFileSync(json, JSON.stringify(sites, null, 1));
  for (const rule of RULES) report(rule, sites);
  return Promise.resolve(0);
}

function sitesIn(folder: string): readonly Site[] {
  const setting = { project: createProject(), drivers };
  const wanted = { tier: 'likely', evidence: 'any', deployment: {} } as const;
  const context: RepairContext = { setting, rules, codemods, wanted };
  return sourcesIn(folder).flatMap(path => {
    const { problems, text } = checkFile(path, { rules, ...wanted }, setting);
    const found = problems.filter(({ rule }) => RULES.has(rule.name));
    if (found.length === 0 || text === undefined) return [];
    const file = parseFile(path, text);
    if (isParseFailure(file)) return [];
    return found.flatMap(problem => sitesOf(problem, file, context, dirname(folder)));
  });
}

/** What each codemod of the rule says, the best first. */
function sitesOf(
  { finding, rule }: Problem,
  file: SourceFile,
  context: RepairContext,
  root: string,
): readonly Site[] {
  const about = {
    file: relative(root, file.path),
    line: file.lineOf(finding.at.start),
    rule: rule.name,
    package: 'package' in finding.about ? finding.about.package : '',
  };
  return repairsFor(finding, rule, file, context).map((proposal, rank) => {
    const { codemod } = proposal;
    if (!isOffer(proposal)) return { ...about, rank, codemod, result: proposal.refused };
    const diff = diffOf(proposal, context, root);
    return { ...about, rank, codemod, result: proposal.confidence, diff };
  });
}

function diffOf({ edits, creates = [] }: Offer, { setting }: RepairContext, root: string): string {
  const colors = picocolors.createColors(false);
  const changed = [...new Set(edits.map(({ at }) => at.file))].map(path => {
    const before = setting.project.textAt(path) ?? '';
    return { path, before, after: applyEdits(before, edits, path) };
  });
  const created = creates.map(({ path, text }) => ({ path, before: undefined, after: text }));
  return [...changed, ...created]
    .map(({ path, ...texts }) => wordDiff({ name: relative(root, path), ...texts }, colors))
    .join('');
}

/** The best word on each finding counts. */
function report(rule: string, sites: readonly Site[]): void {
  const best = sites.filter(site => site.rank === 0 && site.rule === rule);
  if (best.length === 0) return;
  const offered = best.filter(({ diff }) => diff !== undefined);
  const share = ((100 * offered.length) / best.length).toFixed(1);
  console.log(`${rule}: ${best.length} findings, ${offered.length} with an edit (${share} %)`);
  const counts = new Map<string, number>();
  for (const { codemod, result } of best) {
    const key = `${codemod}: ${result.replaceAll(/`[^`]*`|\d+/g, '…')}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const rows = [...counts].toSorted(([, a], [, b]) => b - a);
  for (const [key, count] of rows) console.log(String(count).padStart(6), key);
}
