/** A method that begins a lease. */
export interface Acquire {
  readonly method: string;
  /** The lease's type. Default: the driver's first lease type. */
  readonly lease?: string;
  /**
   * Methods of the lease that take the connection, when this call does not take one yet. Handing the
   * lease to somebody else counts as taking it.
   */
  readonly opens?: readonly string[];
  /** How the lease comes back: in a promise (default), at once, or in a promise under this property. */
  readonly returns?: 'promise' | 'value' | `property ${string}`;
  /** Every call gives the same lease: one function is one transaction. */
  readonly once?: boolean;
  /**
   * What a function argument means: it is called back with the lease at these positions, or it is
   * a scope that the driver releases itself, first or last, or the method takes none.
   * Default: `{ error: 0, lease: 1, release: 2 }`.
   */
  readonly callback?: 'scoped' | 'none' | CallbackShape;
}

/** Argument positions of a node-style callback. */
export interface CallbackShape {
  readonly error: number;
  readonly lease: number;
  readonly release?: number;
}

/** A method that runs a callback inside a lease. */
export interface Scoped {
  readonly method: string;
  /** Where the callback stands. Default: last. */
  readonly callback?: 'first' | 'last';
  /** The type of the handle, the callback's first parameter. */
  readonly handle?: string;
  /** No other package has a method of this name: it tells what it is called on. */
  readonly isTelling?: boolean;
}
