import { transformSync } from 'esbuild';
import { adapterTexts } from '../../src/edits/hold/adapter-text.ts';
import { lease } from '../../src/runtime/adapters/lease.ts';
import { driversOf, World, type Recording } from './recording.ts';

/** Node 20 has no `using`: it runs what a compiler makes of it. Newer ones run it as it is written. */
const target = Number(process.versions.node.split('.')[0]) >= 24 ? 'esnext' : 'node20';

/** What a fixture exports. */
export type Fixture = Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;

/** The names of the functions that a fixture exports. */
export function functionsOf(source: string): readonly string[] {
  return Object.keys(load(source, new World([])));
}

/** Runs one function of a fixture while the operations of these numbers fail. */
export async function record(
  source: string,
  name: string,
  failing: readonly number[],
): Promise<Recording> {
  const world = new World(failing);
  const call = load(source, world)[name];
  if (call === undefined) throw new Error(`There is no function ${name}.`);
  try {
    await settle(call);
  } catch (error) {
    // The fault reaches the caller, as it should; anything else is a mistake of the edit.
    if (!/^fault \d+$/.test(String((error as Error).message))) throw error;
  }
  // What a callback still does behind its answer.
  await new Promise(resolve => void setImmediate(resolve));
  return world.recording();
}

/**
 * What is wrong with a repair, in words: `after` must send the same statements in the same order where
 * nothing fails, and whichever operation fails leave nothing open, commit nothing new, release once.
 */
export async function judge(
  before: string,
  after: string,
  name: string,
): Promise<readonly string[]> {
  const [old, now] = [await record(before, name, []), await record(after, name, [])];
  const complaints = complaintsAbout(old, now, 'nothing fails');
  if (old.statements.join() !== now.statements.join()) {
    complaints.push(`statements: ${old.statements.join()} became ${now.statements.join()}`);
  }
  for (const failing of faultsUpTo(now.operations)) {
    const [then, since] = [await record(before, name, failing), await record(after, name, failing)];
    complaints.push(...complaintsAbout(then, since, `operation ${failing.join(' and ')} fails`));
  }
  return complaints;
}

/** Each operation alone, and each with a later one: a rollback that fails as well. */
export function faultsUpTo(operations: number): readonly (readonly number[])[] {
  // What handles a failure may take an operation more than a run without one.
  const numbers = Array.from({ length: operations + 1 }, (_, index) => index + 1);
  return numbers.flatMap(one => [
    [one],
    ...numbers.filter(two => two > one).map(two => [one, two]),
  ]);
}

function complaintsAbout(before: Recording, after: Recording, when: string): string[] {
  const open = after.open > 0 ? ['it stays open'] : [];
  const commits = after.commits > before.commits ? ['it commits'] : [];
  return [...open, ...commits, ...after.problems].map(text => `${text} when ${when}`);
}

/** Calls a function of a fixture, and waits for its promise or its callback. */
export async function settle(call: (...args: readonly unknown[]) => unknown): Promise<unknown> {
  const returned = new Promise((resolve, reject) => {
    const done = (error: Error | null): void => (error ? reject(error) : resolve(undefined));
    const result = call(1, 2, done);
    if (result instanceof Promise) resolve(result);
  });
  return returned;
}

/** The functions of a fixture, with the drivers that a recording has, or with others. */
export function load(
  source: string,
  world: World,
  drivers: Readonly<Record<string, unknown>> = driversOf(world),
): Fixture {
  function require(name: string): unknown {
    if (name === 'eslint-plugin-pool/runtime') return { lease };
    return name.startsWith('./lease') ? evaluate(adapterTexts.typescript, require) : drivers[name];
  }
  return evaluate(source, require);
}

function evaluate(source: string, require: (name: string) => unknown): Fixture {
  const { code } = transformSync(source, { loader: 'ts', format: 'cjs', target });
  const module: { exports: Fixture } = { exports: {} };
  // What a fixture logs is nothing to read.
  const silent = { error() {} };
  const run = new Function('require', 'module', 'exports', 'console', code);
  run(require, module, module.exports, silent);
  return module.exports;
}
