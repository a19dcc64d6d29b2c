import type { Acquire } from './driver.ts';

/** A method under another calling style, and what it gives. */
export interface Twin {
  /** The method that the driver describes. */
  readonly method: string;
  readonly returns: 'promise' | 'value';
}

/**
 * The method of which another one is the promised (`queryAsync`) or the synchronous (`querySync`) twin.
 *
 * Promisifiers such as bluebird's `promisifyAll` add the first kind to any driver.
 */
export function twinOf(name: string): Twin | undefined {
  const [, method, style] = /^(\w+)(Async|Sync)$/.exec(name) ?? [];
  if (method === undefined) return undefined;
  return { method, returns: style === 'Sync' ? 'value' : 'promise' };
}

/** Whether a list of methods has a method, or the one of which it is a twin. */
export function includesMethod(methods: readonly string[] | undefined, name: string): boolean {
  if (methods === undefined) return false;
  const twin = twinOf(name);
  return methods.includes(name) || (twin !== undefined && methods.includes(twin.method));
}

/** The acquire of that name; a twin acquires as its original does, but calls nobody back. */
export function acquireNamed(
  acquires: readonly (string | Acquire)[] | undefined,
  name: string,
): Acquire | undefined {
  const known = (acquires ?? []).map(one => (typeof one === 'string' ? { method: one } : one));
  const own = known.find(one => one.method === name);
  if (own !== undefined) return own;
  const twin = twinOf(name);
  const original = twin && known.find(one => one.method === twin.method);
  return original && { ...original, method: name, returns: twin.returns, callback: 'none' };
}

/** An acquire as it is once a promisifier has wrapped it. */
export function promisified(acquire: Acquire): Acquire {
  return { ...acquire, returns: 'promise', callback: 'none' };
}
