/** Methods that begin and end a transaction on a lease; statements that say so (`BEGIN`) need no mention. */
export interface TransactionMethods {
  readonly begin?: readonly string[];
  readonly commit?: readonly string[];
  readonly rollback?: readonly string[];
  /** Properties and methods that are truthy while one is open: `isTransactionActive`. */
  readonly active?: readonly string[];
}
