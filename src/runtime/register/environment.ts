import type { DetectorOptions } from '../detector/options.ts';

/** What `register` is told by environment variables. */
export interface Environment {
  readonly detector: DetectorOptions;
  /** Pools that may open more connections than this are reported. */
  readonly maxSize: number | undefined;
  /** A file that gets one line of JSON for each report. */
  readonly reportsFile: string | undefined;
  /** A file that gets the timeline when the process ends. */
  readonly timelineFile: string | undefined;
}

/** Thrown when a variable has a value that means nothing. */
class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

/** Reads the variables `POOL_WATCH_…`. */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const numberIn = (name: string): number | undefined => {
    const text = variables[name];
    if (text === undefined || text === '') return undefined;
    const value = Number(text);
    if (value > 0) return value;
    throw new EnvironmentError(`${name} is '${text}'; it must be a number above 0.`);
  };
  const textIn = (name: string): string | undefined => variables[name] || undefined;
  return {
    detector: {
      idleMs: numberIn('POOL_WATCH_IDLE_MS'),
      heldMs: numberIn('POOL_WATCH_HELD_MS'),
      sampling: { every: numberIn('POOL_WATCH_SAMPLE') ?? 1 },
      warn: variables['POOL_WATCH_WARN'] !== '0',
    },
    maxSize: numberIn('POOL_WATCH_MAX_SIZE'),
    reportsFile: textIn('POOL_WATCH_REPORTS'),
    timelineFile: textIn('POOL_WATCH_TIMELINE'),
  };
}
