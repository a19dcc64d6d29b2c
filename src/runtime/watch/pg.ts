import { follow, isTimeout } from './follow.ts';
import type { PoolKind } from './kind.ts';
import { all, hasMethods, patch, read, readNumber } from './patch.ts';
import { noteStatements } from './statements.ts';
import type { Asked, Tap } from './tap.ts';

type Release = (error?: unknown) => void;
type Callback = (error: unknown, client: object | undefined, done: Release) => unknown;

/** `pg.Pool` and `pg-pool`, TypeORM's included. */
export const pg: PoolKind = {
  name: 'pg',
  matches: pool =>
    hasMethods(pool, 'connect', 'query', 'on', '_acquireClient') &&
    Array.isArray(read(pool, '_idle')),
  attach,
  read: pool => ({
    min: readNumber(pool, 'options', 'min'),
    max: readNumber(pool, 'options', 'max'),
    open: readNumber(pool, 'totalCount'),
    idle: readNumber(pool, 'idleCount'),
    waiting: readNumber(pool, 'waitingCount'),
  }),
  reclaim: (_pool, client) => {
    if (hasMethods(client, 'release')) client.release(new Error('The connection was reclaimed.'));
  },
};

function attach(pool: object, tap: Tap): () => void {
  // The pool is recognised by its listener methods.
  const events = pool as NodeJS.EventEmitter;
  const onRelease = (_error: unknown, client: object) => tap.give(client);
  events.on('release', onRelease);
  // The pool's own `query` acquires through `connect`: it is one hold, but no scope of its caller.
  let isOneShot = false;
  const undoConnect = patch(
    pool,
    'connect',
    original =>
      function connect(this: unknown, ...args) {
        const asked = tap.ask(isOneShot ? 'one-shot' : 'acquire', connect);
        const callback: unknown = args[0];
        if (typeof callback !== 'function') {
          return follow(
            original.apply(this, args),
            client => void lend(client, asked, tap),
            error => tap.failed(asked, error, isTimeout(error)),
          );
        }
        // Its type is what pg documents.
        return original.call(this, ...([wrap(callback as Callback, asked, tap)] as never[]));
      },
  );
  const undoQuery = patch(
    pool,
    'query',
    original =>
      function (this: unknown, ...args) {
        isOneShot = true;
        try {
          return original.apply(this, args);
        } finally {
          isOneShot = false;
        }
      },
  );
  return all([undoConnect, undoQuery, () => void events.off('release', onRelease)]);
}

function wrap(callback: Callback, asked: Asked, tap: Tap): Callback {
  return (error, client, done) => {
    if (client === undefined) {
      tap.failed(asked, error, isTimeout(error));
      return callback(error, client, done);
    }
    const release = lend(client, asked, tap) ?? done;
    const { scope } = asked;
    const call = () => callback(error, client, release);
    return scope === undefined ? call() : (tap.detector.scopes?.call(scope, call) ?? undefined);
  };
}

/** Opens the hold, and puts a release on the client that knows which hold it belongs to. */
function lend(client: object, asked: Asked, tap: Tap): Release | undefined {
  const seen = noteStatements(client, tap);
  const hold = tap.got(asked, client, undefined, seen);
  const original: unknown = read(client, 'release');
  if (typeof original !== 'function') return undefined;
  const release: Release = error => {
    if (hold.releasedAt !== undefined) tap.twice(hold, tap.holdOf(client), release);
    // pg's release of this checkout: it throws when it is called again.
    (original as Release)(error);
  };
  Reflect.set(client, 'release', release);
  return release;
}
