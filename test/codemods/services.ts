import { transformSync } from 'esbuild';
import { driversOf, World, type Recording } from './recording.ts';

/** What one run of a function did with its connections and with other services. */
interface Run extends Recording {
  /** The requests to other services, in their order. */
  readonly requests: readonly string[];
  /** Connections that were held when a request was made. */
  readonly heldMeanwhile: number;
  readonly result: unknown;
  /** Pools that were made, when the module was loaded and by the function. */
  readonly pools: readonly [atLoad: number, byCall: number];
}

type Fixture = Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;

/** The names of the functions that a fixture exports. */
export function namesIn(source: string): readonly string[] {
  return Object.keys(load(source, new World([]), () => Promise.resolve()));
}

/** Runs one function of a fixture while some operations fail; requests count as operations, too. */
export async function runWith(
  source: string,
  name: string,
  failing: readonly number[],
): Promise<Run> {
  const world = new World(failing);
  const requests: string[] = [];
  let heldMeanwhile = 0;
  const request = async (url: string): Promise<unknown> => {
    requests.push(url);
    heldMeanwhile += world.recording().open;
    world.step();
    return { status: 200, json: () => Promise.resolve({ n: 7 }) };
  };
  const made = { pools: 0 };
  const call = load(source, world, request, made)[name];
  const atLoad = made.pools;
  let result: unknown;
  try {
    result = await call?.(1, 2);
  } catch (error) {
    // The fault reaches the caller, as it should; anything else is a mistake of the edit.
    if (!/^fault \d+$/.test(String((error as Error).message))) throw error;
    result = 'failed';
  }
  const pools = [atLoad, made.pools - atLoad] as const;
  return { ...world.recording(), requests, heldMeanwhile, result, pools };
}

/**
 * What is wrong with a function that was changed, in words. Where nothing fails it must send the same
 * statements, make the same requests and give the same result; whatever fails, nothing may stay open,
 * be released twice or be committed that was not before.
 */
export async function compare(
  before: string,
  after: string,
  name: string,
): Promise<readonly string[]> {
  const [old, now] = [await runWith(before, name, []), await runWith(after, name, [])];
  const same = (run: Run) => JSON.stringify([run.statements, run.requests, run.result]);
  const complaints = complaintsAbout(old, now, 'nothing fails');
  if (same(old) !== same(now)) complaints.push(`${same(old)} became ${same(now)}`);
  for (let one = 1; one <= now.operations + 1; one++) {
    for (let two = one; two <= now.operations + 2; two++) {
      const failing = one === two ? [one] : [one, two];
      const [then, since] = [
        await runWith(before, name, failing),
        await runWith(after, name, failing),
      ];
      complaints.push(...complaintsAbout(then, since, `operations ${failing.join()} fail`));
    }
  }
  return complaints;
}

function complaintsAbout(before: Run, after: Run, when: string): string[] {
  // What is no business of the codemod may leak as it did.
  const open = after.open > before.open ? ['it stays open'] : [];
  const commits = after.commits > before.commits ? ['it commits'] : [];
  const problems = after.problems.filter(one => !before.problems.includes(one));
  return [...open, ...commits, ...problems].map(text => `${text} when ${when}`);
}

function load(
  source: string,
  world: World,
  request: (url: string) => Promise<unknown>,
  made = { pools: 0 },
): Fixture {
  const { code } = transformSync(source, { loader: 'ts', format: 'cjs', target: 'node20' });
  const drivers = driversOf(world);
  const module: { exports: Fixture } = { exports: {} };
  const run = new Function('require', 'module', 'exports', 'fetch', code);
  const pg = { Pool: countingPool(drivers['pg'], made) };
  const modules = { ...drivers, pg };
  run((name: keyof typeof modules) => modules[name], module, module.exports, request);
  return module.exports;
}

/** The recording pool of pg, which can be closed and listened to, and is counted. */
function countingPool(pg: unknown, made: { pools: number }): object {
  // It is the stand-in of `recording.ts`, whose constructor gives one pool.
  const { Pool } = pg as { readonly Pool: new () => object };
  return class {
    constructor() {
      made.pools += 1;
      return Object.assign(new Pool(), { end: async () => {}, on: () => {} });
    }
  };
}
