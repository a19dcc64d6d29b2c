/** How a statement of a pool, model or collection is told which transaction it belongs to. */
export interface Carries {
  /** The option that names the transaction: `transaction`. Absent when the argument is the transaction itself. */
  readonly option?: string;
  /**
   * The position of the options, or of the transaction, by method. These are one-shot methods too;
   * `create*` stands for all methods that begin so and go on with a capital: `createPost`.
   */
  readonly methods?: Readonly<Record<string, number>>;
  /** Methods of a statement that pass it on: `transacting` for `knex('t').transacting(trx)`. */
  readonly chained?: readonly string[];
  /** Methods of a row that tell it once, for all that it does behind: `order.$session(session)`. */
  readonly bound?: readonly string[];
  /** Methods that take options only behind a list: others read them as one more row. */
  readonly behindList?: readonly string[];
}

/** Where a method takes its options; `undefined` when it takes none. */
export function optionsPosition(carries: Carries | undefined, method: string): number | undefined {
  const { methods = {} } = carries ?? {};
  if (Object.hasOwn(methods, method)) return methods[method];
  const prefix = /^(\$?[a-z]+)(?=[A-Z])/.exec(method)?.[1];
  return prefix === undefined ? undefined : methods[`${prefix}*`];
}
