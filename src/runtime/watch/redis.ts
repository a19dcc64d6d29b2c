import { follow, isTimeout } from './follow.ts';
import type { PoolKind } from './kind.ts';
import { hasMethods, patch, readNumber } from './patch.ts';
import type { Tap } from './tap.ts';

type Work = (client: object) => unknown;

/** node-redis' pool: `execute` lends a client to a function, so scopes are exact. */
export const redis: PoolKind = {
  name: 'redis',
  matches: pool =>
    hasMethods(pool, 'execute', 'sendCommand', 'withCommandOptions') &&
    readNumber(pool, 'tasksQueueLength') !== undefined,
  attach: (pool, tap) =>
    patch(
      pool,
      'execute',
      original =>
        function execute(this: unknown, ...args) {
          const work: unknown = args[0];
          if (typeof work !== 'function') return original.apply(this, args);
          const asked = tap.ask('scope', execute);
          let isLent = false;
          const lent = (client: object) => {
            isLent = true;
            return lend(client, work as Work, asked, tap);
          };
          return follow(
            original.call(this, ...([lent] as never[])),
            () => undefined,
            error => {
              if (!isLent) tap.failed(asked, error, isTimeout(error));
            },
          );
        },
    ),
  read: pool => ({
    min: undefined,
    max: undefined,
    open: readNumber(pool, 'totalClients'),
    idle: readNumber(pool, 'idleClients'),
    waiting: readNumber(pool, 'tasksQueueLength'),
  }),
};

function lend(client: object, work: Work, asked: ReturnType<Tap['ask']>, tap: Tap): unknown {
  const hold = tap.got(asked, client, undefined, false);
  const { scopes } = tap.detector;
  try {
    const run = () => work(client);
    const result = scopes === undefined ? run() : scopes.run(hold, run);
    // The pool takes the client back at once unless it is given a promise.
    if (!(result instanceof Promise)) tap.give(client);
    else void result.then(give, give);
    return result;
  } catch (error) {
    give();
    throw error;
  }

  function give(): void {
    tap.give(client);
  }
}
