import type { Hold } from '../holds/hold.ts';
import { follow, isTimeout } from './follow.ts';
import type { PoolKind } from './kind.ts';
import { all, hasMethods, patch, read, readNumber } from './patch.ts';
import { noteStatements } from './statements.ts';
import type { Tap } from './tap.ts';

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
  attach: (pool, tap) =>
    patch(
      pool,
      'getConnection',
      original =>
        function getConnection(this: unknown, ...args) {
          if (typeof args[0] === 'function') return original.apply(this, args);
          const asked = tap.ask('acquire', getConnection);
          return follow(
            original.apply(this, args),
            checkout => {
              const hold = tap.got(asked, checkout, checkout, noteStatements(checkout, tap));
              watchEnds(checkout, hold, tap);
            },
            error => tap.failed(asked, error, isTimeout(error)),
          );
        },
    ),
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

function watchEnds(checkout: object, hold: Hold, tap: Tap): void {
  all(
    ends.map(name =>
      patch(
        checkout,
        name,
        original =>
          function end(this: unknown, ...args) {
            if (hold.releasedAt !== undefined) tap.twice(hold, checkout, end);
            tap.give(checkout);
            return original.apply(this, args);
          },
      ),
    ),
  );
}

function count(pool: object, name: string): number | undefined {
  const method = read(pool, name);
  const result: unknown = typeof method === 'function' ? method.call(pool) : undefined;
  return typeof result === 'number' ? result : undefined;
}
