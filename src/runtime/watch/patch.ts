/** A method of a pool or connection, as far as a patch knows it. */
export type Method = (this: unknown, ...args: never[]) => unknown;

/**
 * Puts another method in the place of one, and returns what takes it away again.
 *
 * What somebody else put over ours meanwhile stays: ours then only passes calls on.
 */
export function patch(
  target: object,
  name: PropertyKey,
  make: (original: Method) => Method,
): () => void {
  const before = Object.getOwnPropertyDescriptor(target, name);
  const original: unknown = Reflect.get(target, name);
  if (typeof original !== 'function') return () => undefined;
  let isOn = true;
  // Just shown to be a function.
  const known = original as Method;
  const made = make(known);
  const patched = function (this: unknown, ...args: never[]): unknown {
    return (isOn ? made : known).apply(this, args);
  };
  Object.defineProperty(target, name, {
    value: patched,
    writable: true,
    configurable: true,
    enumerable: before?.enumerable ?? false,
  });
  return () => {
    isOn = false;
    if (Reflect.get(target, name) !== patched) return;
    if (before === undefined) Reflect.deleteProperty(target, name);
    else Object.defineProperty(target, name, before);
  };
}

/** Joins what undoes several patches. */
export function all(undos: readonly (() => void)[]): () => void {
  return () => {
    for (const undo of undos) undo();
  };
}

/** Whether a value is an object with all these methods. */
export function hasMethods<Name extends string>(
  value: unknown,
  ...names: readonly Name[]
): value is Record<Name, (...args: readonly unknown[]) => unknown> {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  return names.every(name => typeof Reflect.get(value, name) === 'function');
}

/** A property of an object, whatever it is. */
export function read(value: unknown, ...path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const name of path) {
    if ((typeof found !== 'object' && typeof found !== 'function') || found === null)
      return undefined;
    found = Reflect.get(found, name);
  }
  return found;
}

/** A number in a property; `undefined` for anything else. */
export function readNumber(value: unknown, ...path: readonly PropertyKey[]): number | undefined {
  const found = read(value, ...path);
  return typeof found === 'number' ? found : undefined;
}
