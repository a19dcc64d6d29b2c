/** What a function does with the connections it is given and the ones it makes; plain values. */
export interface FunctionSummary {
  /** As declared: `withClient`, `Store.open`, `new Store`. */
  readonly name: string;
  /** With its parameters: `save(client, row)`. */
  readonly signature: string;
  readonly file: string;
  readonly line: number;
  /** Those that hold a connection, or are called with one; fields of `this` and captured variables too. */
  readonly parameters: readonly ParameterSummary[];
  /** The connections that its caller gets; several where paths differ. */
  readonly results: readonly ResultSummary[];
  /** Connections of its own that it leaves in a place that outlives it: `this.client`. */
  readonly keeps: readonly Kept[];
  readonly mayThrow: boolean;
  /** `false`: it never comes back. */
  readonly returns: boolean;
  /** `false`: it is too large to be followed to its end. */
  readonly isComplete: boolean;
}

/** What becomes of the connection in one parameter. */
export interface ParameterSummary {
  /** `client`, `options.client`, `this.client`. */
  readonly name: string;
  readonly fates: readonly Fate[];
}

/** What a function does with a connection it was given; `called` is about a parameter that is a function. */
export type Fate =
  | { readonly kind: 'borrowed' }
  | { readonly kind: 'released'; readonly when: When }
  /** A callback releases it, after the function is done. */
  | { readonly kind: 'later'; readonly when: When }
  | { readonly kind: 'stored'; readonly where: string }
  | { readonly kind: 'returned' }
  /** Handed on to a function or constructor that nobody can see into. */
  | { readonly kind: 'forwarded'; readonly to: string }
  | {
      readonly kind: 'called';
      /** The parameter whose connection it gets; `undefined` for one that the function acquired. */
      readonly connection: string | undefined;
      /** When the function releases that connection itself; `undefined` when it does not. */
      readonly released: When | undefined;
      /** It has to release the connection. */
      readonly owns: boolean;
    };

/** On which ways out. */
export type When = 'always' | 'unless it throws' | 'when it throws' | 'sometimes';

/** A type of connection: `pg`, `PoolClient`. */
export interface ConnectionType {
  readonly package: string;
  readonly type: string;
}

/** A connection that a function gives to its caller. */
export interface ResultSummary {
  /**
   * `fresh`: acquired here; `borrowed`: a parameter's; `wrapper`: an object or a function around
   * either; `iterator`: held while the caller iterates.
   */
  readonly kind: 'fresh' | 'borrowed' | 'wrapper' | 'iterator';
  readonly connection: ConnectionType;
  /** The parameter it comes from; `undefined` when it is fresh. */
  readonly parameter: string | undefined;
  /** Members of a wrapper that release it: `close`; empty names stand for the wrapper itself. */
  readonly closedBy: readonly string[];
  readonly inPromise: boolean;
  readonly isOpen: boolean;
  /** `false`: some paths give something else. */
  readonly isCertain: boolean;
}

/** A connection that a function acquires and leaves somewhere. */
export interface Kept {
  readonly connection: ConnectionType;
  readonly where: string;
}
