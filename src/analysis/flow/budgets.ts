/** Steps one root function may take before the analysis gives up on it. */
export const STEP_BUDGET = 60_000;

/** Steps that all root functions of a file may take together. */
export const FILE_BUDGET = 200_000;

/** Steps for the question whether a function gives a lease away. */
export const ASIDE_BUDGET = 8_000;

/** Steps one root function may take once more, when it is run with less depth. */
export const COARSE_BUDGET = 15_000;

/** Steps that all such runs of a file may take together. */
export const COARSE_FILE_BUDGET = 60_000;

/** How many functions outside of a root may run in each other's place, first and where that was too much. */
export const DEPTHS: readonly (number | undefined)[] = [undefined, 1, 0];
