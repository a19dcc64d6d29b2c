import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { analyse, type Setting } from '../analysis/analyse.ts';
import { isWorthAnalysing } from '../analysis/gate.ts';
import type { PoolFact } from '../analysis/pool-facts.ts';
import type { Problem } from '../fleet/budget.ts';
import { isParseFailure, unparsed } from '../source/parse.ts';
import { createProgress } from './progress.ts';
import type { Terminal } from './terminal.ts';

/** The pools of a project, and what could not be looked at. */
export interface FoundPools {
  readonly pools: readonly PoolFact[];
  readonly notes: readonly Problem[];
}

/** Code that production does not run. */
const testCode =
  /(?:^|\/)(?:tests?(?:-[\w-]+)?|testing|__tests__|__mocks__|specs?|e2e|cypress|playwright|fixtures|examples?|bench(?:marks?)?)\/|\.(?:test|spec|e2e|bench)\.[cm]?[jt]sx?$/;

/** Finds the pools that connect to a server in these files; those of tests are none of production's. */
export function findPools(
  paths: readonly string[],
  words: readonly string[],
  setting: Setting,
  terminal: Terminal,
): FoundPools {
  const pools: PoolFact[] = [];
  const notes: Problem[] = [];
  const progress = createProgress(paths.length, terminal);
  let inTests = 0;
  for (const [index, path] of paths.entries()) {
    progress.show(index);
    const name = relative(terminal.cwd, path);
    const { found, problem } = poolsIn(path, setting);
    const connected = found.filter(({ isOfServer }) => isOfServer);
    if (problem !== undefined) notes.push(toNote(name, problem));
    if (isTestCode(path, words, terminal.cwd)) inTests += connected.length;
    else pools.push(...connected);
  }
  progress.clear();
  if (inTests > 0) notes.push(noteOfTests(inTests));
  return { pools, notes };
}

/** Whether production does not run a file, by its name; whoever names a folder of examples means what is in it. */
export function isTestCode(path: string, words: readonly string[], cwd: string): boolean {
  const base = words.map(word => resolve(cwd, word)).find(folder => path.startsWith(`${folder}/`));
  return isTestName(relative(base ?? cwd, path));
}

/** Whether a path below a project is that of a test or an example. */
export function isTestName(name: string): boolean {
  return testCode.test(name);
}

function poolsIn(
  path: string,
  setting: Setting,
): { readonly found: readonly PoolFact[]; readonly problem?: string } {
  try {
    const text = readFileSync(path, 'utf8');
    const source = unparsed(path, text);
    if (!isWorthAnalysing(source, setting)) return { found: [] };
    const file = source.result();
    if (isParseFailure(file)) return { found: [], problem: `cannot be parsed: ${file.message}` };
    return { found: analyse(file, setting).pools };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { found: [], problem: `was not searched for pools: ${reason}` };
  }
}

function toNote(file: string, problem: string): Problem {
  const place = { file, line: 1, column: 1 };
  return { level: 'warning', place, text: `This file ${problem}`, advice: undefined };
}

function noteOfTests(count: number): Problem {
  const text = `${count} ${count === 1 ? 'pool' : 'pools'} in tests and examples ${count === 1 ? 'is' : 'are'} not counted.`;
  return { level: 'note', place: undefined, text, advice: undefined };
}
