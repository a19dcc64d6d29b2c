import { follow, isTimeout } from './follow.ts';
import type { PoolKind, Reading } from './kind.ts';
import { all, hasMethods, patch, read, readNumber } from './patch.ts';
import { noteStatements } from './statements.ts';
import type { Tap } from './tap.ts';

/** What pools have in common that answer by promise, and take their connections back themselves. */
const shared: Pick<PoolKind, 'attach' | 'reclaim'> = {
  attach: (pool, tap) => attachAcquire(pool, tap, ['release', 'destroy']),
  reclaim: (pool, resource) => {
    if (hasMethods(pool, 'destroy')) pool.destroy(resource);
  },
};

/** generic-pool. */
export const genericPool: PoolKind = {
  ...shared,
  name: 'generic-pool',
  matches: pool => hasMethods(pool, 'acquire', 'release', 'destroy', 'isBorrowedResource'),
  read: pool => readCounts(pool, { min: 'min', max: 'max', waiting: 'pending' }),
};

/** sequelize-pool, which Sequelize uses. */
export const sequelizePool: PoolKind = {
  ...shared,
  name: 'sequelize',
  matches: pool =>
    hasMethods(pool, 'acquire', 'release', 'destroy', 'destroyAllNow', 'drain') &&
    Array.isArray(read(pool, '_inUseObjects')),
  read: pool => readCounts(pool, { min: 'minSize', max: 'maxSize', waiting: 'waiting' }),
};

function readCounts(
  pool: object,
  names: Readonly<Record<'min' | 'max' | 'waiting', string>>,
): Reading {
  return {
    min: readNumber(pool, names.min),
    max: readNumber(pool, names.max),
    open: readNumber(pool, 'size'),
    idle: readNumber(pool, 'available'),
    waiting: readNumber(pool, names.waiting),
  };
}

/** tarn, which Knex uses. */
export const tarn: PoolKind = {
  name: 'tarn',
  matches: pool =>
    hasMethods(pool, 'acquire', 'release', 'destroy', 'numUsed', 'numPendingAcquires'),
  attach: attachTarn,
  read: readTarn,
};

/** A pool whose `acquire` answers with a promise, and which takes its connections back itself. */
function attachAcquire(pool: object, tap: Tap, ends: readonly string[]): () => void {
  const undoAcquire = patch(
    pool,
    'acquire',
    original =>
      function acquire(this: unknown, ...args) {
        const asked = tap.ask('acquire', acquire);
        return follow(
          original.apply(this, args),
          resource => tap.got(asked, resource, undefined, noteStatements(resource, tap)),
          error => tap.failed(asked, error, isTimeout(error)),
        );
      },
  );
  return all([undoAcquire, ...ends.map(name => patchEnd(pool, name, tap))]);
}

function patchEnd(pool: object, name: string, tap: Tap): () => void {
  return patch(
    pool,
    name,
    original =>
      function end(this: unknown, ...args) {
        const resource: unknown = args[0];
        if (typeof resource === 'object' && resource !== null) {
          // Pools destroy idle connections the same way; a release of one is a mistake.
          if (name === 'release') tap.twiceUnlessHeld(resource, end);
          tap.give(resource);
        }
        return original.apply(this, args);
      },
  );
}

/** tarn answers with an object that has the promise, and whoever acquires takes it from there. */
function attachTarn(pool: object, tap: Tap): () => void {
  const undoAcquire = patch(
    pool,
    'acquire',
    original =>
      function acquire(this: unknown, ...args) {
        const asked = tap.ask('acquire', acquire);
        const pending = original.apply(this, args);
        const promise = follow(
          read(pending, 'promise'),
          resource => tap.got(asked, resource, undefined, noteStatements(resource, tap)),
          error => tap.failed(asked, error, isTimeout(error)),
        );
        if (typeof pending === 'object' && pending !== null)
          Reflect.set(pending, 'promise', promise);
        return pending;
      },
  );
  return all([undoAcquire, patchEnd(pool, 'release', tap)]);
}

function readTarn(pool: object): Reading {
  const count = (name: string) => {
    const method = read(pool, name);
    const result: unknown = typeof method === 'function' ? method.call(pool) : undefined;
    return typeof result === 'number' ? result : undefined;
  };
  const [idle, used] = [count('numFree'), count('numUsed')];
  return {
    min: readNumber(pool, 'min'),
    max: readNumber(pool, 'max'),
    open: idle === undefined || used === undefined ? undefined : idle + used,
    idle,
    waiting: count('numPendingAcquires'),
  };
}
