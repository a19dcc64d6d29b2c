import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  createEslint,
  extensions,
  isOurs,
  parseSecondsOf,
  secondsOf,
  yardstick,
  type Choice,
} from './linting.ts';
import { describeMachine, toTable } from './table.ts';

/** What one run took. */
interface Cost {
  readonly files: number;
  readonly lines: number;
  readonly unparsed: number;
  readonly wall: number;
  readonly parse: number;
  readonly pool: number;
  readonly yardstick: number;
  readonly findings: number;
  readonly notes: number;
  /** The most that the process had, in MB. */
  readonly memory: number;
  /** What its heap keeps when the run is over, in MB. */
  readonly kept: number;
}

/** Each run has a process of its own: what the parser and the type checker remember helps nobody. */
const choices: Readonly<Record<string, Choice>> = {
  'untyped, no rules': { isTyped: false, hasPool: false, hasYardstick: false },
  'untyped, pool': { isTyped: false, hasPool: true, hasYardstick: false },
  'typed, no rules': { isTyped: true, hasPool: false, hasYardstick: false },
  'typed, pool': { isTyped: true, hasPool: true, hasYardstick: false },
  'typed, await-thenable': { isTyped: true, hasPool: false, hasYardstick: true },
  'typed, both': { isTyped: true, hasPool: true, hasYardstick: true },
  'typed, recommended': {
    isTyped: true,
    hasPool: false,
    hasYardstick: false,
    hasRecommended: true,
  },
  'typed, recommended and pool': {
    isTyped: true,
    hasPool: true,
    hasYardstick: false,
    hasRecommended: true,
  },
};

/** Measures what the rules add to a run of ESLint over a folder; `--untyped` leaves out the types. */
export async function main(args: readonly string[]): Promise<number> {
  const [folder = '.'] = args.filter(argument => !argument.startsWith('--'));
  const cwd = resolve(folder);
  if (!statSync(cwd, { throwIfNoEntry: false })?.isDirectory()) {
    console.error(
      `There is no folder ${cwd}. Usage: npm run bench -- <project folder> [--untyped]`,
    );
    return 2;
  }
  const only = args.find(argument => argument.startsWith('--run='))?.slice('--run='.length);
  const choice = choices[only ?? ''];
  if (choice !== undefined) {
    console.log(JSON.stringify(await measure(cwd, choice)));
    return 0;
  }
  console.log(`${describeMachine()}\n`);
  const names = Object.keys(choices).filter(
    name => !(args.includes('--untyped') && choices[name]?.isTyped),
  );
  const costs = names.map(name => [name, measureApart(cwd, name)] as const);
  console.log(toReport(costs).join('\n'));
  return 0;
}

async function measure(cwd: string, choice: Choice): Promise<Cost> {
  const start = performance.now();
  const results = await createEslint(cwd, choice).lintFiles([`**/*.${extensions}`]);
  const wall = (performance.now() - start) / 1000;
  const messages = results.flatMap(result => result.messages);
  const ours = messages.filter(({ ruleId }) => ruleId !== null && isOurs(ruleId));
  const isNote = (id: string | undefined) => id === 'note' || id === 'internal';
  return {
    files: results.length,
    lines: results.reduce((sum, { filePath }) => sum + linesIn(filePath), 0),
    unparsed: messages.filter(({ fatal }) => fatal).length,
    wall,
    parse: parseSecondsOf(results),
    pool: secondsOf(results, isOurs),
    yardstick: secondsOf(results, rule => rule === yardstick),
    findings: ours.filter(({ messageId }) => !isNote(messageId)).length,
    notes: ours.filter(({ messageId }) => isNote(messageId)).length,
    memory: process.resourceUsage().maxRSS / 1024,
    kept: keptHeap(),
  };
}

/** The heap after a collection, in MB; the process has to run with `--expose-gc`. */
function keptHeap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

function linesIn(path: string): number {
  return readFileSync(path, 'utf8').split('\n').length;
}

function measureApart(cwd: string, name: string): Cost {
  const [, runner = ''] = process.argv;
  const { stdout, status } = spawnSync(
    process.execPath,
    ['--max-old-space-size=8192', '--expose-gc', runner, 'bench/eslint', cwd, `--run=${name}`],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: Infinity },
  );
  if (status !== 0) throw new Error(`The run '${name}' ended with exit code ${status}.`);
  // The last line is what `measure` printed.
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Cost;
}

function toReport(costs: readonly (readonly [string, Cost])[]): readonly string[] {
  const head = ['run', 'files', 'lines', 'unparsed', 'wall s', 'parse s', 'pool s'];
  const more = ['share', 'await-thenable s', 'findings', 'notes', 'memory MB', 'kept MB'];
  const baseOf = (name: string) => {
    const base = name.endsWith(' and pool')
      ? name.replace(' and pool', '')
      : name.replace(/,.*/, ', no rules');
    return costs.find(([other]) => other === base)?.[1].wall ?? NaN;
  };
  const rows = costs.map(([name, cost]) => [
    name,
    ...[cost.files, cost.lines, cost.unparsed].map(String),
    ...[cost.wall, cost.parse, cost.pool].map(seconds => seconds.toFixed(2)),
    cost.pool === 0 ? '' : `${((100 * cost.pool) / baseOf(name)).toFixed(1)} %`,
    cost.yardstick.toFixed(2),
    ...[cost.findings, cost.notes].map(String),
    cost.memory.toFixed(0),
    cost.kept.toFixed(0),
  ]);
  return [
    ...toTable([...head, ...more], rows),
    '',
    'share: time of our rules over the wall time of the same run without rules.',
  ];
}
