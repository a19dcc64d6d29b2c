import type { LeakDetector } from '../detector/detector.ts';
import { dumpIntoKnexErrors, findPoolsIn } from './containers.ts';
import { sharedDetector } from './shared.ts';
import { genericPool, sequelizePool, tarn } from './promise-pools.ts';
import type { PoolKind, Reading } from './kind.ts';
import { mariadb } from './mariadb.ts';
import { mysql2 } from './mysql2.ts';
import { all } from './patch.ts';
import { pg } from './pg.ts';
import { redis } from './redis.ts';
import { watchOwn } from './own.ts';
import { Tap } from './tap.ts';
import type { Watch, WatchedPool, WatchStats } from './watched.ts';

const kinds: readonly PoolKind[] = [pg, mysql2, mariadb, tarn, sequelizePool, genericPool, redis];

/** How a pool is watched. */
export interface WatchOptions {
  /** The pool's name in reports and metrics. By default its library's, and a number. */
  readonly name?: string | undefined;
  /** By default one that all watched pools of the process share. */
  readonly detector?: LeakDetector | undefined;
}

/** Thrown when an object is no pool that we know. */
export class UnknownPoolError extends Error {
  override readonly name = 'UnknownPoolError';
}

const watched = new WeakMap<object, Watch>();
const numbers = new Map<string, number>();

/**
 * Watches a pool of another library: pg, mysql2, mariadb, generic-pool, tarn, node-redis, and those inside
 * Knex, Sequelize and TypeORM. Watching a pool again answers with the first watch.
 */
export function watch(pool: object, options: WatchOptions = {}): Watch {
  const kind = findKind(pool);
  const identity = kind?.identityOf?.(pool) ?? pool;
  const before = watched.get(identity);
  if (before !== undefined) {
    kind?.join?.(pool);
    return before;
  }
  const inner = findPoolsIn(pool);
  const made = inner === undefined ? watchOne(pool, options) : watchInner(pool, inner, options);
  watched.set(identity, made);
  return made;
}

/** Ends watching a pool; false when it is not watched. */
export function unwatch(pool: object): boolean {
  const found = watched.get(findKind(pool)?.identityOf?.(pool) ?? pool);
  found?.unwatch();
  return found !== undefined;
}

/** The kind of a pool; `undefined` for an object that is none. */
function findKind(pool: object): PoolKind | undefined {
  return kinds.find(kind => kind.matches(pool));
}

function watchInner(owner: object, inner: readonly object[], options: WatchOptions): Watch {
  if (inner.length === 0) {
    throw new UnknownPoolError('The object has no pool yet: connect or initialise it first.');
  }
  const watches = inner.map(pool => watch(pool, options));
  const pools = watches.flatMap(one => one.pools);
  const detector = options.detector ?? sharedDetector();
  const undoErrors = dumpIntoKnexErrors(owner, () =>
    pools.flatMap(({ ledger }) => detector.holders(ledger)),
  );
  return {
    pools,
    unwatch: all([
      () => void watched.delete(owner),
      undoErrors,
      ...watches.map(one => one.unwatch),
    ]),
  };
}

function watchOne(pool: object, options: WatchOptions): Watch {
  const own = watchOwn(pool, options.detector ?? sharedDetector());
  if (own !== undefined)
    return { ...own, unwatch: all([() => void watched.delete(pool), own.unwatch]) };
  const kind = findKind(pool);
  if (kind === undefined) {
    throw new UnknownPoolError(
      'The object is no pool that can be watched: pg, mysql2, mariadb, generic-pool, tarn, redis, or Knex, Sequelize and TypeORM.',
    );
  }
  const detector = options.detector ?? sharedDetector();
  const identity = kind.identityOf?.(pool) ?? pool;
  const tap = new Tap(options.name ?? nextName(kind.name), detector);
  const detach = kind.attach(pool, tap);
  const forget = detector.observe(tap.ledger, {
    seesStatements: false,
    reclaim: hold => {
      const connection = tap.connectionOf(hold);
      if (connection !== undefined) kind.reclaim?.(pool, connection);
    },
  });
  const { ledger } = tap;
  const one: WatchedPool = {
    name: ledger.poolName,
    kind: kind.name,
    ledger,
    stats: () => statsOf(kind.read(pool), tap),
    holders: () => detector.holders(ledger),
  };
  return { pools: [one], unwatch: all([() => void watched.delete(identity), detach, forget]) };
}

function statsOf(reading: Reading, { ledger, detector, counts }: Tap): WatchStats {
  const { acquired, failed, timedOut, waiting } = counts;
  return Object.freeze({
    ...reading,
    waiting: reading.waiting ?? waiting,
    name: ledger.poolName,
    held: ledger.size,
    leaked: detector.leaked(ledger),
    acquired,
    failed,
    timedOut,
  });
}

function nextName(kind: string): string {
  const number = (numbers.get(kind) ?? 0) + 1;
  numbers.set(kind, number);
  return number === 1 ? kind : `${kind} ${number}`;
}
