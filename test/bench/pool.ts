import { spawnSync } from 'node:child_process';
import { contenders } from './pool-contenders.ts';
import { connections, measureStorm, measureWork } from './pool-loads.ts';
import { describeMachine, toTable } from './table.ts';

/** Workers, and how often each acquires. */
const loads: Readonly<Record<string, readonly [workers: number, each: number]>> = {
  '1 worker': [1, 400_000],
  '100 workers': [100, 3_000],
  '10,000 workers': [10_000, 20],
};
const storm = '10,000 timeouts';

/**
 * Measures our pool beside others: processor time of an acquire and release, over that of a bare array in
 * the same round, and how long a storm of timeouts stops the event loop. `--rounds=5` is usual.
 */
export async function main(args: readonly string[]): Promise<number> {
  const valueOf = (name: string) =>
    args.find(argument => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
  const name = valueOf('run');
  if (name !== undefined) {
    console.log(await measure(name, valueOf('load') ?? ''));
    process.exit(0);
  }
  console.log(`${describeMachine()}\n`);
  const rounds = Number(valueOf('rounds') ?? 5);
  console.log(toReport(Array.from({ length: rounds }, (_, round) => runRound(round))).join('\n'));
  return 0;
}

async function measure(name: string, load: string): Promise<number> {
  const make = contenders[name];
  if (make === undefined) throw new Error(`There is no pool '${name}'.`);
  const [workers, each] = loads[load] ?? [];
  if (workers === undefined || each === undefined) {
    return measureStorm(make(connections, 300), 10_000);
  }
  return measureWork(make(connections, 30_000), workers, each);
}

type Round = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Each measurement has a process of its own, and each round begins with another pool. */
function runRound(round: number): Round {
  const names = Object.keys(contenders);
  const turned = names.map((_, place) => names[(place + round) % names.length] ?? '');
  return new Map(
    [...Object.keys(loads), storm].map(load => [
      load,
      new Map(turned.map(name => [name, measureApart(name, load)])),
    ]),
  );
}

function measureApart(name: string, load: string): number {
  // A bare array has no timeouts.
  if (name === 'bare' && load === storm) return NaN;
  const [, runner = ''] = process.argv;
  const { stdout, status } = spawnSync(
    process.execPath,
    ['--expose-gc', runner, 'bench/pool', `--run=${name}`, `--load=${load}`],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  );
  if (status !== 0) throw new Error(`'${name}' with ${load} ended with exit code ${status}.`);
  return Number(stdout.trim().split('\n').at(-1));
}

function toReport(rounds: readonly Round[]): readonly string[] {
  const rows = Object.keys(contenders).map(name => [
    name,
    ...Object.keys(loads).flatMap(load => {
      const values = rounds.map(round => round.get(load)?.get(name) ?? NaN);
      const ratios = rounds.map(
        (round, place) => (values[place] ?? NaN) / (round.get(load)?.get('bare') ?? NaN),
      );
      return [median(values).toFixed(0), describe(ratios, 1)];
    }),
    name === 'bare'
      ? ''
      : describe(
          rounds.map(round => round.get(storm)?.get(name) ?? NaN),
          0,
        ),
  ]);
  const head = Object.keys(loads).flatMap(load => [`${load} ns`, 'ratio']);
  return [
    ...toTable(['pool', ...head, `${storm}, ms`], rows),
    '',
    `ratio: over the bare array of the same round; median of ${rounds.length}, least and most.`,
  ];
}

function describe(values: readonly number[], digits: number): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const numbers = [median(values), least, most].map(value => value.toFixed(digits));
  return `${numbers[0]} [${numbers[1]}–${numbers[2]}]`;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
