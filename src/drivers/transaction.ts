/**
 * Methods that begin and end a transaction on a lease; statements that say so (`BEGIN`) need no mention.
 *
 * Without `begin` nothing is followed: that is for leases whose release ends a transaction that is open.
 */
export interface TransactionMethods {
  readonly begin?: readonly string[];
  /** Methods that begin one on a lease which holds nothing before: a session. Its release ends it. */
  readonly opens?: readonly string[];
  readonly commit?: readonly string[];
  readonly rollback?: readonly string[];
  /** Properties and methods that are truthy while one is open: `isTransactionActive`. */
  readonly active?: readonly string[];
}
