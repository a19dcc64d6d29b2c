import type { LeakDetector } from '../detector/detector.ts';
import { attachDump } from './dump.ts';
import { follow } from './follow.ts';
import { hasMethods, patch, read } from './patch.ts';

/** A library object that has pools inside, and where they are. */
interface Container {
  matches(object: object): boolean;
  poolsIn(object: object): readonly unknown[];
}

const containers: readonly Container[] = [
  {
    // Knex: a function with a client, or the client itself.
    matches: object => hasMethods(read(object, 'client'), 'acquireConnection', 'releaseConnection'),
    poolsIn: object => [read(object, 'client', 'pool')],
  },
  {
    // Sequelize; with replication it has two pools.
    matches: object =>
      hasMethods(read(object, 'connectionManager'), 'getConnection', 'releaseConnection'),
    poolsIn: object => {
      const pool = read(object, 'connectionManager', 'pool');
      const [readers, writers] = [read(pool, 'read'), read(pool, 'write')];
      return readers === undefined ? [pool] : [readers, writers];
    },
  },
  {
    // TypeORM's DataSource, once it is initialised.
    matches: object =>
      hasMethods(object, 'createQueryRunner', 'initialize') && read(object, 'driver') !== undefined,
    poolsIn: object => {
      const driver = read(object, 'driver');
      const slaves = read(driver, 'slaves');
      return [
        read(driver, 'master'),
        read(driver, 'pool'),
        ...(Array.isArray(slaves) ? slaves : []),
      ];
    },
  },
];

/** The pools inside an object of a query builder or ORM; `undefined` when it is none that we know. */
export function findPoolsIn(object: object): readonly object[] | undefined {
  const container = containers.find(({ matches }) => matches(object));
  return container
    ?.poolsIn(object)
    .filter((pool): pool is object => typeof pool === 'object' && pool !== null);
}

/**
 * Gives Knex' own timeout error the list of holders.
 *
 * Knex throws an error of its own in place of tarn's: "The pool is probably full".
 */
export function dumpIntoKnexErrors(
  object: object,
  holders: () => ReturnType<LeakDetector['holders']>,
): () => void {
  const client = read(object, 'client');
  if (typeof client !== 'object' || client === null) return () => undefined;
  return patch(
    client,
    'acquireConnection',
    original =>
      function (this: unknown, ...args) {
        return follow(
          original.apply(this, args),
          () => undefined,
          error => {
            if (error instanceof Error && error.name === 'KnexTimeoutError')
              attachDump(error, holders());
          },
        );
      },
  );
}
