/** What a connection attempt is given. */
export interface ConnectContext {
  /** Aborts when nobody wants the connection any more: the attempt took too long, or the pool closes. */
  readonly signal: AbortSignal;
  /** Tells the pool that the connection broke; may be called at any time, also before `create` settles. */
  broken(error: unknown): void;
}

/**
 * Whether a connection is inside a transaction.
 *
 * `failed`: the server only accepts a rollback. `busy`: a statement is still running, so nobody knows yet.
 */
export type TransactionState = 'none' | 'open' | 'failed' | 'busy';

/**
 * What an error means for the pool.
 *
 * `full`: the server has no place for another connection. `retry`: connecting may work in a moment.
 * `failover`: this server no longer is the one to talk to. `broken`: the connection is of no use any more.
 */
export type Trouble = 'full' | 'retry' | 'failover' | 'broken';

/** The statements that begin and end a transaction. */
export interface TransactionStatements {
  readonly begin: string;
  readonly commit: string;
  readonly rollback: string;
}

/** How to make and keep connections of one driver. Only `create` and `destroy` are needed. */
export interface Adapter<Connection extends object> {
  /** Opens a connection. An error listener belongs here, for the connection's whole life. */
  readonly create: (context: ConnectContext) => Connection | Promise<Connection>;
  /** Ends a connection in order, and settles when it is gone. */
  readonly destroy: (connection: Connection) => unknown;
  /** Ends a connection at once, when `destroy` did not finish. */
  readonly kill?: ((connection: Connection) => void) | undefined;
  /** Runs once for each connection, before its first use. */
  readonly setup?: ((connection: Connection) => unknown) | undefined;
  /** Rejects, throws or answers `false` when the connection is dead. */
  readonly validate?: ((connection: Connection) => unknown) | undefined;
  /** Runs on each release, before the next one gets the connection. */
  readonly reset?: ((connection: Connection) => unknown) | undefined;
  readonly transactionState?: ((connection: Connection) => TransactionState) | undefined;
  /** What an error means; without a connection it came from an attempt to connect. */
  readonly classify?:
    ((error: unknown, connection: Connection | undefined) => Trouble | undefined) | undefined;
  readonly statements?: TransactionStatements | undefined;
}

/** The connection's own `query` method, overloads included. */
export type QueryOf<Connection> = Connection extends { query: infer Query } ? Query : never;
