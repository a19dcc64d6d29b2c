import type { Driver } from '../drivers/driver.ts';
import type { TypeOracle } from '../evidence/type-oracle.ts';
import type { Project } from '../source/project.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { Facts } from './facts.ts';

/** What an analysis needs to know besides the file. */
export interface Setting {
  readonly project: Project;
  readonly drivers: readonly Driver[];
  /** A type checker, if there is one; it is built only when syntax leaves a question open. */
  readonly types?: () => TypeOracle | undefined;
}

/** The facts of one file. Never throws: what goes wrong inside is a note. */
export function analyse(file: SourceFile, _setting: Setting): Facts {
  return { file: file.path, leases: [], notes: [] };
}
