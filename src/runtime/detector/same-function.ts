import type { Hold } from '../holds/hold.ts';
import { captureStack } from '../holds/stack.ts';
import { callSitesOf, isUsers, type CallSite } from './call-site.ts';
import { findSite } from './describe.ts';

/** Where the running code was called from. */
export interface Caller {
  /** The innermost place in the user's code. */
  readonly at: CallSite | undefined;
  /** All places in the user's code, those of awaiting functions included. */
  readonly places: readonly CallSite[];
}

const framesRead = 50;

/** Reads the stack above a function. */
export function callerOf(above: (...args: never[]) => unknown): Caller {
  const places = callSitesOf(String(captureStack(above, framesRead).stack)).filter(isUsers);
  return { at: places[0], places };
}

/**
 * Whether the function that acquired a connection is among the callers, further on than its acquire.
 *
 * Async context leaks from a function into its caller; a stack does not. Together they show that the work
 * was begun by the very call that holds the connection.
 */
export function isBegunByHolder(hold: Hold, { places }: Caller, names: 'any' | 'named'): boolean {
  const acquired = findSite(hold);
  if (acquired === undefined) return false;
  if (names === 'named' && acquired.name === undefined) return false;
  return places.some(
    place =>
      place.file === acquired.file &&
      place.name === acquired.name &&
      (place.line > acquired.line ||
        (place.line === acquired.line && place.column > acquired.column)),
  );
}
