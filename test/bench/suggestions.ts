import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { dirname, resolve } from 'node:path';
import * as parser from '@typescript-eslint/parser';
import { isWorthAnalysing } from '../../src/analysis/gate.ts';
import { drivers } from '../../src/drivers/index.ts';
import { typeErrorsBehind } from '../../src/evidence/type-errors.ts';
import { createProject } from '../../src/source/project.ts';
import { unparsed } from '../../src/source/parse.ts';
import { sourcesIn } from './folders.ts';
import { rootOf } from './linting.ts';
import { describeMachine, quantile, toTable } from './table.ts';

/** Files that are edited: the largest that may use a pool. */
const FILES = 6;

/** What is put behind a file: a statement twice, then an import that the program does not know. */
const edits: Readonly<Record<string, string>> = {
  'first edited text': 'export const one = 1;',
  'next edited text': 'export const two = 2;',
  'with another import': "export type Added = import('node:events').EventEmitter;",
};

/**
 * Measures in processor time what the type check of a suggestion costs, once the linter has built its
 * program: `bench/suggestions <project folder>`.
 */
export async function main([folder = '.']: readonly string[]): Promise<number> {
  const cwd = resolve(folder);
  const times = new Map<string, number[]>();
  for (const path of filesIn(cwd)) {
    for (const [name, ms] of measure(path)) times.set(name, [...(times.get(name) ?? []), ms]);
  }
  console.log(`${describeMachine()}, load average ${loadavg()[0]?.toFixed(1)}\n`);
  const rows = [...times].map(([name, ms]) => {
    const figures = [quantile(ms, 0), quantile(ms), quantile(ms, 1)];
    return [name, String(ms.length), ...figures.map(each => each.toFixed(0))];
  });
  console.log(
    toTable(['ms of processor time', 'files', 'least', 'median', 'most'], rows).join('\n'),
  );
  console.log(`\nmemory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`);
  return Promise.resolve(0);
}

function filesIn(cwd: string): readonly string[] {
  const setting = { project: createProject(), drivers };
  const isTest = /\.(?:test|spec)\.tsx?$/;
  return sourcesIn(cwd)
    .filter(path => /\.tsx?$/.test(path) && !isTest.test(path))
    .map(path => ({ path, text: readFileSync(path, 'utf8') }))
    .filter(({ path, text }) => isWorthAnalysing(unparsed(path, text), setting))
    .sort((a, b) => b.text.length - a.text.length)
    .slice(0, FILES)
    .map(({ path }) => path);
}

function measure(filePath: string): readonly (readonly [string, number])[] {
  const text = readFileSync(filePath, 'utf8');
  const tsconfigRootDir = rootOf(dirname(filePath));
  const { services } = parser.parseForESLint(text, {
    projectService: true,
    tsconfigRootDir,
    filePath,
  });
  const typeErrors = typeErrorsBehind(services);
  return Object.entries(edits).map(([name, added]) => {
    const before = process.cpuUsage();
    typeErrors?.(filePath, new Map([[filePath, `${text}\n${added}\n`]]));
    return [name, process.cpuUsage(before).user / 1000] as const;
  });
}
