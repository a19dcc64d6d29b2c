import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isWorthAnalysing } from '../../src/analysis/gate.ts';
import { unparsed } from '../../src/source/parse.ts';
import { drivers } from '../../src/drivers/index.ts';
import { createProject } from '../../src/source/project.ts';
import { createEslint, extensions, isOurs, secondsOf } from './linting.ts';
import { describeMachine, quantile, toTable } from './table.ts';

/** Edits of one file after the first run, as a person in an editor makes them. */
const EDITS = 5;

/** Files that are edited: the largest that hold something to analyse. */
const EDITED_FILES = 12;

/** A file of the folder, and what the rules took on it, in ms. */
interface Measured {
  readonly path: string;
  readonly text: string;
  readonly isWorth: boolean;
  readonly ms: number;
}

/** Measures what the rules cost on files without pool use, and on one edited file. */
export async function main([folder = '.', ...flags]: readonly string[]): Promise<number> {
  const cwd = resolve(folder);
  const isTyped = flags.includes('--typed');
  const eslint = createEslint(cwd, { isTyped, hasPool: true, hasYardstick: false });
  const files = await lintAll(cwd, eslint);
  const idle = files.filter(({ isWorth }) => !isWorth).map(({ ms }) => ms);
  const busy = files.filter(({ isWorth }) => isWorth);
  const { rule, wall } = await edit(eslint, busy);
  console.log(`${describeMachine()}, ${isTyped ? 'typed' : 'untyped'}\n`);
  const rows = [
    toRow('rules, file without pool use', idle),
    toRow(
      'rules, file that may use a pool',
      busy.map(({ ms }) => ms),
    ),
    toRow('rules, one edited file, warm', rule),
    toRow('whole lint of it', wall),
  ];
  console.log(toTable(['ms', 'count', 'median', 'p99', 'max'], rows).join('\n'));
  return 0;
}

async function lintAll(
  cwd: string,
  eslint: ReturnType<typeof createEslint>,
): Promise<readonly Measured[]> {
  const setting = { project: createProject(), drivers };
  const results = await eslint.lintFiles([`**/*.${extensions}`]);
  return results.map(result => {
    const path = resolve(cwd, result.filePath);
    const text = readFileSync(path, 'utf8');
    const ms = secondsOf([result], isOurs) * 1000;
    return { path, text, ms, isWorth: isWorthAnalysing(unparsed(path, text), setting) };
  });
}

async function edit(
  eslint: ReturnType<typeof createEslint>,
  files: readonly Measured[],
): Promise<{ readonly rule: readonly number[]; readonly wall: readonly number[] }> {
  const largest = [...files].sort((a, b) => b.text.length - a.text.length).slice(0, EDITED_FILES);
  const rule: number[] = [];
  const wall: number[] = [];
  for (const { path, text } of largest) {
    for (let round = 0; round < EDITS; round++) {
      const start = performance.now();
      const results = await eslint.lintText(`${text}\n// ${round}`, { filePath: path });
      wall.push(performance.now() - start);
      rule.push(secondsOf(results, isOurs) * 1000);
    }
  }
  return { rule, wall };
}

function toRow(name: string, ms: readonly number[]): readonly string[] {
  const figures = [quantile(ms), quantile(ms, 0.99), quantile(ms, 1)];
  return [name, String(ms.length), ...figures.map(figure => figure.toFixed(3))];
}
