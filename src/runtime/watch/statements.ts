import { hasMethods, patch, read, type Method } from './patch.ts';
import type { Tap } from './tap.ts';

/** Which pool a connection belongs to; connections of pools that are not watched have none. */
const taps = new WeakMap<object, Tap>();

/** Connections, and prototypes of connections, that are patched. They stay so, and ask `taps` each time. */
const patched = new WeakSet<object>();

/**
 * Notes the statements on a connection from now on; false when its driver is not known.
 *
 * No promise of a driver is touched: whoever forgets to handle a rejection still hears of it.
 */
export function noteStatements(connection: object, tap: Tap): boolean {
  const observe = observerOf(connection);
  if (observe === undefined) return false;
  taps.set(connection, tap);
  observe(connection);
  return true;
}

function observerOf(connection: object): ((connection: object) => void) | undefined {
  if (hasMethods(connection, 'addCommand', 'once')) return observeMysql2;
  if (hasMethods(connection, 'query', 'on') && read(connection, '_queryable') !== undefined) {
    return observePg;
  }
  return hasMethods(connection, 'query', 'batch', 'beginTransaction', 'queryStream')
    ? observeMariadb
    : undefined;
}

/** pg says `drain` when its queue of queries is empty, before it settles what waits for the last one. */
function observePg(client: object): void {
  if (patched.has(client)) return;
  patched.add(client);
  const settle = () => taps.get(client)?.settle(client);
  const { on } = client as { on: (event: string, listener: () => void) => unknown };
  on.call(client, 'drain', settle);
  on.call(client, 'end', settle);
  patch(
    client,
    'query',
    original =>
      function (this: unknown, ...args) {
        taps.get(client)?.begin(client, textOf(args[0]));
        return original.apply(this, args);
      },
  );
}

/** Each command of mysql2 ends with `end`, after an error too. */
function observeMysql2(connection: object): void {
  if (patched.has(connection)) return;
  patched.add(connection);
  const { once } = connection as { once: (event: string, listener: () => void) => unknown };
  once.call(connection, 'end', () => taps.get(connection)?.settle(connection));
  patch(
    connection,
    'addCommand',
    original =>
      function (this: unknown, ...args) {
        const tap = taps.get(connection);
        const command: unknown = args[0];
        if (tap !== undefined && hasMethods(command, 'once')) {
          tap.begin(connection, textOf(command));
          command.once('end', () => tap.end(connection));
        }
        return original.apply(this, args);
      },
  );
}

const mariadbCalls = [
  'query',
  'execute',
  'batch',
  'beginTransaction',
  'commit',
  'rollback',
  'ping',
];

/** mariadb wraps each checkout in a new object, so the class is patched: once, and not each object. */
function observeMariadb(connection: object): void {
  const prototype: unknown = Object.getPrototypeOf(connection);
  if (typeof prototype !== 'object' || prototype === null || patched.has(prototype)) return;
  patched.add(prototype);
  for (const name of mariadbCalls) patch(prototype, name, original => noted(original, name));
}

function noted(original: Method, name: string): Method {
  return function (this: unknown, ...args) {
    const result = original.apply(this, args);
    // Methods of a class are called on its objects.
    const connection = this as object;
    const tap = taps.get(connection);
    if (tap === undefined || !(result instanceof Promise)) return result;
    tap.begin(connection, textOf(args[0]) ?? name);
    const end = () => tap.end(connection);
    return result.then(
      value => {
        end();
        return value as unknown;
      },
      error => {
        end();
        throw error;
      },
    );
  };
}

/** The SQL text in what a driver's `query` is given. */
function textOf(given: unknown): string | undefined {
  if (typeof given === 'string') return given;
  const text = read(given, 'text') ?? read(given, 'sql');
  return typeof text === 'string' ? text : undefined;
}
