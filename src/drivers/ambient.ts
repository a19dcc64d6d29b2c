/** A call, once in a program, after which a package carries its open transactions along unseen. */
export interface AmbientCall {
  /** As it is called, on whatever: `useCLS`. */
  readonly method: string;
  /** The option that it sets: `set('transactionAsyncLocalStorage', true)`. Absent when calling it is enough. */
  readonly option?: string;
  /** The methods inside whose callback the transaction is there; with no other is it. */
  readonly inside: readonly string[];
}
