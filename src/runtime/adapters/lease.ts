import type { TransactionState } from '../pool/adapter.ts';
import { mariadbTransactionState } from './mariadb.ts';
import { mysql2TransactionState, watchStatus } from './mysql2-status.ts';
import { pgTransactionState } from './pg.ts';

/** Drivers overload these for callbacks; the first form is meant. */
type Acquire<Connection> = {
  (): Promise<Connection>;
  (...rest: never[]): unknown;
};

/** A pool of `mysql2` or `mariadb`, which acquire with `getConnection`, or of `pg` and others, with `connect`. */
export type DriverPool = { getConnection: Acquire<object> } | { connect: Acquire<object> };

/** What a pool of a driver hands out. */
export type ConnectionOf<Pool> = Pool extends { getConnection: Acquire<infer Connection> }
  ? Connection
  : Pool extends { connect: Acquire<infer Connection> }
    ? Connection
    : never;

/** What a connection of a pool may have; which of it tells the drivers apart. */
interface Anyones {
  release?(broken?: unknown): unknown;
  destroy?(): unknown;
  query?(text: string): unknown;
  on?(event: 'error', listener: (error: unknown) => void): unknown;
  removeListener?(event: 'error', listener: (error: unknown) => void): unknown;
  getTransactionStatus?(): string | null;
  readonly info?: object;
}

/**
 * Acquires a connection of a driver's own pool for `await using`.
 *
 * It is the driver's connection, with a way to dispose of it that is safe for every driver: it runs once,
 * it rolls back a transaction that is still open and never commits one, and it closes the connection when
 * that fails or when the connection broke meanwhile.
 */
export async function lease<Pool extends DriverPool>(
  pool: Pool,
): Promise<ConnectionOf<Pool> & AsyncDisposable> {
  const connection = await ('getConnection' in pool ? pool.getConnection() : pool.connect());
  new Disposal(connection);
  // `Disposal` has just given it the property.
  return connection as ConnectionOf<Pool> & AsyncDisposable;
}

/** The end of one lease. What gives the connection back is captured now: later it may be somebody else's. */
class Disposal {
  readonly #connection: Anyones;
  readonly #release: (broken?: unknown) => unknown;
  readonly #restore: () => void;
  #isDone = false;
  #brokenBy: unknown = undefined;

  constructor(connection: Anyones) {
    this.#connection = connection;
    const { release } = connection;
    this.#release = (...broken) => release?.apply(connection, broken);
    this.#restore = overlay(connection, {
      // A release by hand ends the lease too, and leaves nothing to dispose of.
      release: (...broken: readonly [unknown?]) => this.#finish(...broken),
      [Symbol.asyncDispose]: () => this.#dispose(),
    });
    watchStatus(connection);
    // Some pools stop listening while a connection is lent, and an unheard error ends the process.
    connection.on?.('error', this.#onError);
  }

  async #dispose(): Promise<void> {
    if (this.#isDone) return;
    const isSound = this.#brokenBy === undefined && (await hasNoTransaction(this.#connection));
    if (isSound) await this.#finish();
    // `pg` closes a connection that is released with an error; the others have `destroy`.
    else if (this.#connection.destroy === undefined) await this.#finish(this.#brokenBy ?? true);
    else if (this.#end()) await this.#connection.destroy();
  }

  #finish(...broken: readonly [unknown?]): unknown {
    return this.#end() ? this.#release(...broken) : undefined;
  }

  /** From here on the connection is as the driver made it; false when that was so before. */
  #end(): boolean {
    if (this.#isDone) return false;
    this.#isDone = true;
    this.#restore();
    this.#connection.removeListener?.('error', this.#onError);
    return true;
  }

  readonly #onError = (error: unknown): void => {
    this.#brokenBy ??= error;
  };
}

/** Puts members over those of an object; the result takes them off again. */
function overlay(target: object, members: object): () => void {
  const keys = Reflect.ownKeys(members);
  const before = keys.map(key => [key, Object.getOwnPropertyDescriptor(target, key)] as const);
  for (const key of keys) {
    const value: unknown = Reflect.get(members, key);
    Object.defineProperty(target, key, { value, configurable: true, writable: true });
  }
  return () => {
    for (const [key, descriptor] of before) {
      if (descriptor === undefined) Reflect.deleteProperty(target, key);
      else Object.defineProperty(target, key, descriptor);
    }
  };
}

/** Rolls back what is open; false when that cannot be done. */
async function hasNoTransaction(connection: Anyones): Promise<boolean> {
  if (stateOf(connection) === 'none') return true;
  try {
    await connection.query?.('ROLLBACK');
  } catch {
    // The connection is closed for it, which ends the transaction as well.
    return false;
  }
  return true;
}

function stateOf(connection: Anyones): TransactionState {
  if (connection.getTransactionStatus !== undefined) return pgTransactionState(connection);
  const state = mariadbTransactionState(connection);
  return state === 'none' ? mysql2TransactionState(connection) : state;
}
