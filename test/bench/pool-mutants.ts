import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faults, type Fault } from './pool-faults.ts';

/** Tests that need no server and no real time; the cheap ones find most. */
const tests = [
  ...['misuse', 'timeout', 'limits', 'transaction', 'cancellation', 'shutdown', 'deadlock'],
  ...['broken-connection', 'every-await', 'model'],
].map(name => `test/runtime/pool/${name}.test.ts`);

/**
 * Breaks the promises of the pool one by one in a copy, and runs the tests of the pool against each.
 *
 * `--only=<file>` takes the faults of one file, `--from=13` leaves out those before, `--runs=2000` says how
 * many histories the model plays.
 */
export function main(args: readonly string[]): number {
  const valueOf = (name: string) =>
    args.find(argument => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
  const only = valueOf('only') ?? '';
  const from = Number(valueOf('from') ?? 1);
  const chosen = faults.slice(from - 1).filter(({ file }) => file.includes(only));
  const copy = makeCopy();
  try {
    if (run(copy, valueOf('runs')) !== 'passed') throw new Error('The tests fail without a fault.');
    const missed = chosen.filter(fault => {
      const outcome = tryOut(fault, copy, valueOf('runs'));
      console.log(`${outcome === 'passed' ? 'MISSED' : outcome}: ${fault.breaks} (${fault.file})`);
      return outcome === 'passed';
    });
    console.log(`${chosen.length - missed.length} of ${chosen.length} faults are noticed.`);
    return missed.length === 0 ? 0 : 1;
  } finally {
    rmSync(copy, { recursive: true });
  }
}

/** The runtime and its tests in a folder of their own. */
function makeCopy(): string {
  const copy = mkdtempSync(join(tmpdir(), 'pool-mutants-'));
  for (const part of ['src/runtime', 'test/runtime', 'package.json', 'tsconfig.json']) {
    cpSync(part, join(copy, part), { recursive: true });
  }
  symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

function tryOut({ file, from, to, breaks }: Fault, copy: string, runs: string | undefined) {
  const path = join(copy, 'src/runtime', file);
  const whole = readFileSync(path, 'utf8');
  if (whole.split(from).length !== 2) throw new Error(`'${breaks}' does not fit ${file} any more.`);
  writeFileSync(
    path,
    whole.replace(from, () => to),
  );
  try {
    return run(copy, runs);
  } finally {
    writeFileSync(path, whole);
  }
}

function run(copy: string, runs = '2000'): 'passed' | 'failed' | 'hung' {
  const { status, error } = spawnSync(
    process.execPath,
    [
      join('node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--bail=1',
      '--maxWorkers=1',
      '--no-isolate',
      // A thread ends with its process, also one that never returns.
      '--pool=threads',
      '--testTimeout=10000',
      ...tests,
    ],
    {
      cwd: copy,
      stdio: 'ignore',
      // A broken loop never ends.
      ...{ timeout: 60_000, killSignal: 'SIGKILL' },
      env: { ...process.env, POOL_MODEL_RUNS: runs },
    },
  );
  if (error !== undefined) return 'hung';
  return status === 0 ? 'passed' : 'failed';
}
