import { toDump } from '../detector/describe.ts';
import type { Holder } from '../detector/report.ts';

/** Adds to an error who holds the connections: as `holders`, and as lines of its message. */
export function attachDump(error: Error, holders: readonly Holder[]): void {
  if ('holders' in error || !Object.isExtensible(error)) return;
  Object.defineProperty(error, 'holders', { value: holders, configurable: true });
  if (holders.length === 0) return;
  const { message, stack } = error;
  const longer = `${message}\n${toDump(holders)}`;
  error.message = longer;
  // V8 wrote the old message into the stack.
  if (stack?.includes(message) === true) error.stack = stack.replace(message, () => longer);
}
