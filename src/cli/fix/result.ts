import type { CheckedFile } from '../check-file.ts';
import type { Change } from './record.ts';
import type { Left, Repaired } from './site.ts';

/** What a run did, or without `--write` would do. */
export interface FixResult {
  readonly isWritten: boolean;
  readonly changes: readonly Change[];
  readonly repaired: readonly Repaired[];
  readonly left: readonly Left[];
  readonly checked: readonly CheckedFile[];
  /** TypeScript was not asked, or was not there to be asked. */
  readonly lacksTypes: boolean;
  readonly elapsedMs: number;
}
