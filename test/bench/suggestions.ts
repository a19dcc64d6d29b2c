import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { resolve } from 'node:path';
import type { ESLint } from 'eslint';
import { isWorthAnalysing } from '../../src/analysis/gate.ts';
import { drivers } from '../../src/drivers/index.ts';
import type { PoolSettings } from '../../src/settings.ts';
import { unparsed } from '../../src/source/parse.ts';
import { createProject } from '../../src/source/project.ts';
import { sourcesIn } from './folders.ts';
import { createEslint, isOurs } from './linting.ts';
import { describeMachine, quantile, toTable } from './table.ts';

/** Files that leaks are written into: the largest that may use a pool. */
const FILES = 8;

/** Leaks in one file: none, one, and so many that it shows what the later ones cost. */
const LEAKS = [0, 1, 4];

type Choice = NonNullable<PoolSettings['suggestions']>;

/** What linting a file took, in ms of processor time, and how many repairs it offers. */
interface Measured {
  readonly ms: number;
  readonly offers: number;
}

/**
 * Measures what repairs in an editor cost: leaks are added to files of a folder, and each is linted with
 * types, without suggestions, with unchecked and with checked ones: `bench/suggestions <project folder>`.
 */
export async function main([folder = '.']: readonly string[]): Promise<number> {
  const cwd = resolve(folder);
  const files = filesIn(cwd);
  console.log(`${describeMachine()}, ${files.length} files\n`);
  const rows: (readonly string[])[] = [];
  for (const choice of [false, 'unchecked', true] as const) {
    const isOn = { isTyped: true, hasPool: true, hasYardstick: false };
    const eslint = createEslint(cwd, { ...isOn, suggestions: choice });
    for (const leaks of LEAKS) {
      const measured: Measured[] = [];
      for (const path of files) measured.push(await measure(eslint, path, leaks));
      rows.push(toRow(choice, leaks, measured));
    }
  }
  const head = ['suggestions', 'leaks', 'offered', 'median ms', 'largest ms', 'memory MB'];
  console.log(toTable(head, rows).join('\n'));
  console.log(`\nload average ${loadavg()[0]?.toFixed(1)}`);
  return 0;
}

function filesIn(cwd: string): readonly string[] {
  const setting = { project: createProject(), drivers };
  const isTested = /\.(?:test|spec)\.tsx?$/;
  return sourcesIn(cwd)
    .filter(path => /\.tsx?$/.test(path) && !isTested.test(path))
    .map(path => ({ path, text: readFileSync(path, 'utf8') }))
    .filter(({ path, text }) => isWorthAnalysing(unparsed(path, text), setting))
    .sort((a, b) => b.text.length - a.text.length)
    .slice(0, FILES)
    .map(({ path }) => path);
}

/** The second time counts, when the program is built and the file is edited once more. */
async function measure(eslint: ESLint, filePath: string, leaks: number): Promise<Measured> {
  const added = Array.from({ length: leaks }, (_, index) => leakIn(index));
  const text = [readFileSync(filePath, 'utf8'), ...added].join('\n');
  await eslint.lintText(text, { filePath });
  const before = process.cpuUsage();
  const results = await eslint.lintText(`${text}\n`, { filePath });
  const ms = process.cpuUsage(before).user / 1000;
  const messages = results.flatMap(each => each.messages);
  const ours = messages.filter(({ ruleId }) => ruleId !== null && isOurs(ruleId));
  return { ms, offers: ours.reduce((sum, { suggestions = [] }) => sum + suggestions.length, 0) };
}

function leakIn(index: number): string {
  return `export async function leak${index}(pool: import('pg').Pool, id: string) {
  const client = await pool.connect();
  const { rows } = await client.query('select $1', [id]);
  client.release();
  return rows;
}`;
}

function toRow(choice: Choice, leaks: number, measured: readonly Measured[]): readonly string[] {
  const ms = measured.map(each => each.ms);
  const offers = measured.reduce((sum, each) => sum + each.offers, 0);
  const memory = process.resourceUsage().maxRSS / 1024;
  const times = [quantile(ms), quantile(ms, 1)].map(each => each.toFixed(0));
  return [String(choice), String(leaks), String(offers), ...times, memory.toFixed(0)];
}
