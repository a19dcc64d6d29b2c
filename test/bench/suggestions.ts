import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ESLint } from 'eslint';
import { isWorthAnalysing } from '../../src/analysis/gate.ts';
import { drivers } from '../../src/drivers/index.ts';
import type { PoolSettings } from '../../src/settings.ts';
import { createProject } from '../../src/source/project.ts';
import { unparsed } from '../../src/source/parse.ts';
import { createEslint, isOurs, secondsOf } from './linting.ts';
import { sourcesIn } from './folders.ts';
import { describeMachine, quantile, toTable } from './table.ts';

/** Files that leaks are written into: the largest that may use a pool. */
const FILES = 12;

/** Leaks in one file: the first pays for what the others find ready. */
const MANY = 4;

type Choice = NonNullable<PoolSettings['suggestions']>;

/** What the rules took on a file with some leaks, in ms, and what they offered. */
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
    const eslint = createEslint(cwd, {
      isTyped: true,
      hasPool: true,
      hasYardstick: false,
      suggestions: choice,
    });
    for (const leaks of [1, MANY]) {
      const measured: Measured[] = [];
      for (const path of files) measured.push(await measure(eslint, path, leaks));
      rows.push(toRow(choice, leaks, measured));
    }
  }
  const head = ['suggestions', 'leaks', 'offered', 'median ms', 'largest ms', 'memory MB'];
  console.log(toTable(head, rows).join('\n'));
  return 0;
}

function filesIn(cwd: string): readonly string[] {
  const setting = { project: createProject(), drivers };
  const isTested = /\.(?:test|spec|d)\.[cm]?tsx?$/;
  return sourcesIn(cwd)
    .filter(path => /\.tsx?$/.test(path) && !isTested.test(path))
    .map(path => ({ path, text: readFileSync(path, 'utf8') }))
    .filter(({ path, text }) => isWorthAnalysing(unparsed(path, text), setting))
    .sort((a, b) => b.text.length - a.text.length)
    .slice(0, FILES)
    .map(({ path }) => path);
}

/** The second time counts: by then the program is built. */
async function measure(eslint: ESLint, filePath: string, leaks: number): Promise<Measured> {
  const text = [readFileSync(filePath, 'utf8'), ...Array.from({ length: leaks }, leakIn)].join(
    '\n',
  );
  await eslint.lintText(text, { filePath });
  const results = await eslint.lintText(`${text}\n`, { filePath });
  const added = results
    .flatMap(({ messages }) => messages)
    .filter(({ ruleId }) => ruleId !== null && isOurs(ruleId));
  return {
    ms: secondsOf(results, isOurs) * 1000,
    offers: added.reduce((sum, { suggestions = [] }) => sum + suggestions.length, 0),
  };
}

function leakIn(_: unknown, index: number): string {
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
  return [
    String(choice),
    String(leaks),
    String(offers),
    quantile(ms).toFixed(0),
    quantile(ms, 1).toFixed(0),
    memory.toFixed(0),
  ];
}
