/** A range in a file, as UTF-16 offsets. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A type by its declared symbol; never by what it could be assigned to. */
export interface TypeName {
  /** The symbol's declared name: `PoolClient`. */
  readonly name: string;
  /** Absolute path of the file that declares it. */
  readonly declaredIn: string;
  /** The expression is a promise of it. */
  readonly promise: boolean;
}

/**
 * A type checker, asked in batches by file and offset.
 *
 * Offsets and not nodes, so that a checker in another process (TypeScript 7) or with its own tree
 * (a program of ours) fits. One call a file and question; the answer has one entry for each range.
 */
export interface TypeOracle {
  /** The declared types of the expressions; union members that are null or undefined are left out. */
  typesAt(file: string, ranges: readonly Range[]): readonly (readonly TypeName[])[];
  /** Whether each call expression gives `never`. */
  areNever(file: string, calls: readonly Range[]): readonly boolean[];
  /** The literals of each expression's type (`'a' | 'b'` gives `["a", "b"]`), or `undefined` when it has others. */
  literalsAt(file: string, ranges: readonly Range[]): readonly (readonly string[] | undefined)[];
}
