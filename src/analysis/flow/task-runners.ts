import type { Shape } from '../../evidence/shape.ts';

/**
 * A function that runs tasks with an error-first callback each and then a final callback: the first
 * error jumps to the final callback, which otherwise gets the results.
 */
export interface TaskRunner {
  /** A list or object of tasks, or one task that is run for each of many items. */
  readonly tasks: 'list' | 'each';
  /**
   * What a task is called with before its callback: the results of the task before it, the results of
   * all before it by name, or so many values that nothing is known of.
   */
  readonly passes: 'previous' | 'named' | number;
  /** What the final callback is called with after the error. */
  readonly gives: 'last' | 'all' | 'none';
  /** All tasks are started at once: one that calls nobody back does not stop the others. */
  readonly isAtOnce?: boolean;
}

const PACKAGES = /^(?:async|async-es|neo-async)(?:\/|$)/;

/** https://caolan.github.io/async/v3/docs.html; `Series` and `Limit` forms differ only in what runs at once. */
const RUNNERS: Readonly<Record<string, TaskRunner>> = {
  waterfall: { tasks: 'list', passes: 'previous', gives: 'last' },
  series: { tasks: 'list', passes: 0, gives: 'all' },
  parallel: { tasks: 'list', passes: 0, gives: 'all' },
  auto: { tasks: 'list', passes: 'named', gives: 'all' },
  each: { tasks: 'each', passes: 1, gives: 'none' },
  forEach: { tasks: 'each', passes: 1, gives: 'none' },
  eachOf: { tasks: 'each', passes: 2, gives: 'none' },
  forEachOf: { tasks: 'each', passes: 2, gives: 'none' },
  map: { tasks: 'each', passes: 1, gives: 'all' },
  mapValues: { tasks: 'each', passes: 2, gives: 'all' },
  filter: { tasks: 'each', passes: 1, gives: 'none' },
  concat: { tasks: 'each', passes: 1, gives: 'all' },
  reduce: { tasks: 'each', passes: 2, gives: 'last' },
  times: { tasks: 'each', passes: 1, gives: 'all' },
  retry: { tasks: 'each', passes: 0, gives: 'last' },
  forever: { tasks: 'each', passes: 0, gives: 'none' },
};

/** Those that start every task before one has ended. */
const AT_ONCE = new Set(['parallel', 'each', 'forEach', 'eachOf', 'forEachOf', 'map', 'mapValues']);

/** The base name of a runner: `each` for `eachSeries` and `eachLimit`. */
function baseName(name: string): string {
  return name.replace(/(?:Series|Limit)$/, '') || name.toLowerCase();
}

/** Whether a function of that name may run tasks; cheaper than asking what it is. */
export function mayRunTasks(name: string): boolean {
  return Object.hasOwn(RUNNERS, baseName(name));
}

/** The runner that a function is. */
export function taskRunnerOf(called: Shape | undefined): TaskRunner | undefined {
  if (called?.kind !== 'package-export' || !PACKAGES.test(called.specifier)) return undefined;
  const path = [...called.specifier.split('/').slice(1), ...called.path];
  const full = path.at(-1) ?? '';
  const name = baseName(full);
  const found = Object.hasOwn(RUNNERS, name) ? RUNNERS[name] : undefined;
  return found && { ...found, isAtOnce: AT_ONCE.has(full) };
}
