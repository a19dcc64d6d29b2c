import {
  ASIDE_BUDGET,
  COARSE_BUDGET,
  COARSE_FILE_BUDGET,
  FILE_BUDGET,
  STEP_BUDGET,
} from './budgets.ts';

/** The steps that the runs over one file have taken. */
export class Steps {
  #inRoot = 0;
  #inFile = 0;
  #inCoarseRuns = 0;
  #outside: number | undefined;
  #isAside = false;

  /** Starts with a new root function; with `outside`, in a coarse run. */
  begin(outside: number | undefined): void {
    this.#inRoot = outside === undefined ? 0 : STEP_BUDGET - COARSE_BUDGET;
    this.#outside = outside;
  }

  /** How many functions outside of the root may run in each other's place; `undefined` for any. */
  get outside(): number | undefined {
    return this.#isAside ? undefined : this.#outside;
  }

  /** Whether the root, or the file, has used up its steps. */
  get areOver(): boolean {
    if (this.#inRoot > STEP_BUDGET) return true;
    return this.#outside === undefined
      ? this.#inFile > FILE_BUDGET
      : this.#inCoarseRuns > COARSE_FILE_BUDGET;
  }

  spend(cost: number): void {
    this.#inRoot += cost;
    if (this.#outside === undefined) this.#inFile += cost;
    else this.#inCoarseRuns += cost;
  }

  /** Runs something on its own account: its steps count only for the file. */
  aside<T>(work: () => T): T {
    const before = { steps: this.#inRoot, isAside: this.#isAside };
    this.#inRoot = STEP_BUDGET - ASIDE_BUDGET;
    this.#isAside = true;
    try {
      return work();
    } finally {
      this.#inRoot = before.steps;
      this.#isAside = before.isAside;
    }
  }
}
