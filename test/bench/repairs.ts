import { existsSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { globSync } from 'tinyglobby';
import { codemods } from '../../codemods/index.ts';
import { rules } from '../../rules/index.ts';
import { checkFile, type Problem } from '../../src/cli/check-file.ts';
import { drivers } from '../../src/drivers/index.ts';
import { isOffer, repairsFor, type RepairContext } from '../../src/repair.ts';
import { createProject } from '../../src/source/project.ts';
import { isParseFailure, parseFile } from '../../src/source/parse.ts';
import type { SourceFile } from '../../src/source/source-file.ts';

/** One finding, and what came of it. */
interface Site {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly package: string;
  readonly codemod: string;
  readonly result: string;
  readonly text?: string;
}

const RULE = 'no-leaked-connection';

/**
 * Asks for a repair of every leak in some folders and counts: `node test/tools/run.js bench/repairs FOLDER… [--json FILE]`.
 *
 * Without types, so that any checked-out project will do.
 */
export async function main(args: readonly string[]): Promise<number> {
  const at = args.indexOf('--json');
  const folders = at < 0 ? args : args.slice(0, at);
  const sites = folders.filter(existsSync).flatMap(sitesIn);
  const out = args[at + 1];
  if (at >= 0 && out !== undefined) writeFileSync(out, JSON.stringify(sites, null, 1));
  report(sites);
  return Promise.resolve(0);
}

function sitesIn(folder: string): readonly Site[] {
  const setting = { project: createProject(), drivers };
  const wanted = { tier: 'likely', evidence: 'any', deployment: {} } as const;
  const context: RepairContext = { setting, rules, codemods, wanted };
  const paths = globSync(['**/*.{ts,tsx,js,jsx,mjs,cjs,mts,cts}'], {
    cwd: folder,
    absolute: true,
    ignore: ['**/node_modules/**', '**/dist/**', '**/*.min.js'],
  }).sort();
  return paths.flatMap(path => {
    const { problems, text } = checkFile(path, { rules, ...wanted }, setting);
    const leaks = problems.filter(({ rule }) => rule.name === RULE);
    if (leaks.length === 0 || text === undefined) return [];
    const file = parseFile(path, text);
    if (isParseFailure(file)) return [];
    return leaks.map(problem => toSite(problem, file, context, dirname(folder)));
  });
}

function toSite(
  { finding, rule }: Problem,
  file: SourceFile,
  context: RepairContext,
  root: string,
): Site {
  const [best] = repairsFor(finding, rule, file, context);
  const about = {
    file: relative(root, file.path),
    line: file.lineOf(finding.at.start),
    rule: rule.name,
    package: 'package' in finding.about ? finding.about.package : '',
  };
  if (best === undefined) return { ...about, codemod: '', result: 'nothing repairs this rule' };
  if (!isOffer(best)) return { ...about, codemod: best.codemod, result: best.refused };
  return { ...about, codemod: best.codemod, result: best.confidence, text: best.text };
}

function report(sites: readonly Site[]): void {
  const offered = sites.filter(({ text }) => text !== undefined);
  const share = sites.length === 0 ? 0 : (100 * offered.length) / sites.length;
  console.log(`${sites.length} findings, ${offered.length} with an edit (${share.toFixed(1)} %)`);
  const counts = new Map<string, number>();
  for (const { codemod, result } of sites) {
    const key = `${codemod}: ${result.replaceAll(/`[^`]*`|\d+/g, '…')}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const rows = [...counts].toSorted(([, a], [, b]) => b - a);
  for (const [key, count] of rows) console.log(String(count).padStart(6), key);
}
