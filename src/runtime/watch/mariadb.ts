import type { Hold } from '../holds/hold.ts';
import { follow, isTimeout } from './follow.ts';
import type { PoolKind } from './kind.ts';
import { hasMethods, patch, read, readNumber } from './patch.ts';
import { noteStatements } from './statements.ts';
import type { Tap } from './tap.ts';

/** Who has each connection of the server; the object of a checkout does not tell. */
type Threads = Map<unknown, Hold>;

/** Methods of a checkout that give it back. */
const ends = ['release', 'end', 'close', 'destroy'];

/**
 * The mariadb connector with promises.
 *
 * Its pool is private, so `pool.query` is not seen as a hold; it cannot leak. Each checkout has an object of
 * its own, so its loss and its second release are certain.
 */
export const mariadb: PoolKind = {
  name: 'mariadb',
  matches: pool => hasMethods(pool, 'getConnection', 'taskQueueSize', 'activeConnections'),
  attach,
  read: pool => ({
    min: undefined,
    max: readNumber(pool, 'opts', 'connectionLimit'),
    open: count(pool, 'totalConnections'),
    idle: count(pool, 'idleConnections'),
    waiting: count(pool, 'taskQueueSize'),
  }),
  reclaim: (_pool, checkout) => {
    if (hasMethods(checkout, 'destroy')) checkout.destroy();
  },
};

function attach(pool: object, tap: Tap): () => void {
  const threads: Threads = new Map();
  const make = (original: (this: unknown, ...args: never[]) => unknown) =>
    function getConnection(this: unknown, ...args: never[]): unknown {
      // The form with a callback is that of another entry of the package.
      if (typeof args[0] === 'function') return original.apply(this, args);
      const asked = tap.ask('acquire', getConnection);
      return follow(
        original.apply(this, args),
        checkout => {
          const hold = tap.got(asked, checkout, checkout, noteStatements(checkout, tap));
          threads.set(read(checkout, 'threadId'), hold);
          for (const name of ends) watchEnd(checkout, name, hold, tap, threads);
        },
        error => tap.failed(asked, error, isTimeout(error)),
      );
    };
  return patch(pool, 'getConnection', make);
}

function watchEnd(checkout: object, name: string, hold: Hold, tap: Tap, threads: Threads): void {
  const thread = read(checkout, 'threadId');
  patch(
    checkout,
    name,
    original =>
      function end(this: unknown, ...args) {
        const holder = threads.get(thread);
        if (hold.releasedAt !== undefined) tap.twice(hold, holder, end);
        else threads.delete(thread);
        tap.give(checkout);
        return original.apply(this, args);
      },
  );
}

function count(pool: object, name: string): number | undefined {
  const method = read(pool, name);
  const result: unknown = typeof method === 'function' ? method.call(pool) : undefined;
  return typeof result === 'number' ? result : undefined;
}
