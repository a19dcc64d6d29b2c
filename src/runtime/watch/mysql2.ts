import { isTimeout } from './follow.ts';
import type { PoolKind } from './kind.ts';
import { all, hasMethods, patch, read, readNumber } from './patch.ts';
import { noteStatements } from './statements.ts';
import type { Asked, Tap } from './tap.ts';

type Callback = (error: unknown, connection: object | undefined) => unknown;

/** The tap of each watched pool, by the pool with callbacks that is behind all its objects. */
const taps = new WeakMap<object, Tap>();

const withPromises = new WeakSet<object>();

/** mysql2, with callbacks and with promises, and TypeORM's pools of it. */
export const mysql2: PoolKind = {
  name: 'mysql2',
  matches: pool => isCore(pool) || isCore(read(pool, 'pool')),
  identityOf: coreOf,
  attach: (pool, tap) => {
    const core = coreOf(pool);
    taps.set(core, tap);
    const undoPromises = core === pool ? () => undefined : attachPromises(pool);
    // `pool.promise()` makes a new object each time it is called.
    const undoPromise = patch(
      core,
      'promise',
      original =>
        function (this: unknown, ...args) {
          const made = original.apply(this, args);
          if (typeof made === 'object' && made !== null) attachPromises(made);
          return made;
        },
    );
    return all([attachCore(core, tap), undoPromises, undoPromise]);
  },
  join: pool => {
    if (coreOf(pool) !== pool) attachPromises(pool);
  },
  read: pool => {
    const core = coreOf(pool);
    return {
      min: 0,
      max: readNumber(core, 'config', 'connectionLimit'),
      open: readNumber(core, '_allConnections', 'length'),
      idle: readNumber(core, '_freeConnections', 'length'),
      waiting: readNumber(core, '_connectionQueue', 'length'),
    };
  },
  reclaim: (_pool, connection) => {
    if (hasMethods(connection, 'destroy')) connection.destroy();
  },
};

function isCore(pool: unknown): pool is object {
  return hasMethods(pool, 'getConnection', 'releaseConnection', '_removeConnection');
}

function coreOf(pool: object): object {
  const inner = read(pool, 'pool');
  return isCore(inner) ? inner : pool;
}

function attachCore(core: object, tap: Tap): () => void {
  let isOneShot = false;
  const undoGet = patch(
    core,
    'getConnection',
    original =>
      function getConnection(this: unknown, ...args) {
        const callback: unknown = args[0];
        if (typeof callback !== 'function') return original.apply(this, args);
        const asked = tap.ask(isOneShot ? 'one-shot' : 'acquire', getConnection);
        // Its type is what mysql2 documents.
        return original.call(this, ...([wrap(callback as Callback, asked, tap)] as never[]));
      },
  );
  const oneShots = ['query', 'execute'].map(name =>
    patch(
      core,
      name,
      original =>
        function (this: unknown, ...args) {
          isOneShot = true;
          try {
            return original.apply(this, args);
          } finally {
            isOneShot = false;
          }
        },
    ),
  );
  const undoRelease = patch(
    core,
    'releaseConnection',
    original =>
      function (this: unknown, ...args) {
        const connection: unknown = args[0];
        if (typeof connection === 'object' && connection !== null) tap.give(connection);
        return original.apply(this, args);
      },
  );
  return all([undoGet, undoRelease, ...oneShots]);
}

function wrap(callback: Callback, asked: Asked, tap: Tap): Callback {
  return (error, connection) => {
    if (connection === undefined) {
      tap.failed(asked, error, isTimeout(error));
      return callback(error, connection);
    }
    tap.got(asked, connection, undefined, noteStatements(connection, tap));
    watchRelease(connection, tap);
    const { scope } = asked;
    const call = () => callback(error, connection);
    return scope === undefined ? call() : (tap.detector.scopes?.call(scope, call) ?? undefined);
  };
}

const releasesWatched = new WeakMap<object, Tap>();

/** mysql2 ignores a second release; it is a mistake all the same. */
function watchRelease(connection: object, tap: Tap): void {
  const isPatched = releasesWatched.has(connection);
  releasesWatched.set(connection, tap);
  if (isPatched) return;
  patch(
    connection,
    'release',
    original =>
      function release(this: unknown, ...args) {
        // A connection that broke has left its pool: giving it back is right, and has no effect.
        if (read(connection, '_pool') !== null) {
          releasesWatched.get(connection)?.twiceUnlessHeld(connection, release);
        }
        return original.apply(this, args);
      },
  );
}

/** The object of a checkout is what its holder keeps: its loss, and its second release, are certain. */
function attachPromises(pool: object): () => void {
  if (withPromises.has(pool)) return () => undefined;
  withPromises.add(pool);
  const undo = patch(
    pool,
    'getConnection',
    original =>
      function (this: unknown, ...args) {
        const result = original.apply(this, args);
        if (!(result instanceof Promise)) return result;
        return result.then((checkout: unknown) => {
          const connection = read(checkout, 'connection');
          const isKnown = typeof connection === 'object' && typeof checkout === 'object';
          const tap = taps.get(coreOf(pool));
          if (isKnown && connection !== null && checkout !== null && tap !== undefined) {
            own(checkout, connection, tap);
          }
          return checkout;
        });
      },
  );
  return () => {
    withPromises.delete(pool);
    undo();
  };
}

function own(checkout: object, connection: object, tap: Tap): void {
  const hold = tap.holdOf(connection);
  if (hold === undefined) return;
  tap.keptBy(hold, checkout);
  patch(
    checkout,
    'release',
    original =>
      function release(this: unknown, ...args) {
        const other = tap.holdOf(connection);
        if (hold.releasedAt !== undefined && other !== undefined) tap.twice(hold, other, release);
        return original.apply(this, args);
      },
  );
}
