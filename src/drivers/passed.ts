/** The parameter of a function that runs in the transaction it is given, or in none. */
export interface Passed {
  /**
   * The exported type of the parameter, which the root has too where statements are called on the
   * transaction: `Prisma.TransactionClient`. Absent: what its default is inferred to be.
   */
  readonly type?: string;
}
