/** Steps one root function may take before the analysis gives up on it. */
export const STEP_BUDGET = 60_000;

/** Steps that all root functions of a file may take together. */
export const FILE_BUDGET = 200_000;

/** Steps for the question whether a function gives a lease away. */
export const ASIDE_BUDGET = 8_000;
