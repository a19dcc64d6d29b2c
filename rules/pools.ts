import type { PoolFact } from '../src/analysis/pool-facts.ts';

/** A pool in the middle of a sentence. */
export function namePool({ name, text, package: driver }: PoolFact): string {
  return name === undefined ? `the pool of \`${text}\` (${driver})` : `\`${name}\` (${driver})`;
}

/** A pool as a message begins with it. */
export function namePoolFirst(pool: PoolFact): string {
  return namePool(pool).replace(/^the/, 'The');
}

/** Cores that a database server is taken to have when the settings do not say. */
export const USUAL_CORES = 8;

/** What a database server with so many cores works on at once: each has one running, and the disk one more. */
export function connectionsFor(cores: number): number {
  return cores * 2 + 1;
}
