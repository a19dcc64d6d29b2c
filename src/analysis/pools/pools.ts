import type { Driver } from '../../drivers/driver.ts';
import type { EvidenceSource } from '../../evidence/syntax.ts';
import type { Project } from '../../source/project.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { PoolFact } from '../pool-facts.ts';
import { creationPatternOf } from './creation-names.ts';
import { creationsIn } from './creations.ts';
import type { Folding } from './evaluate.ts';
import { toPoolFact } from './pool-fact.ts';

/** What the facts about pools are found with. */
export interface PoolSources {
  readonly project: Project;
  readonly evidence: EvidenceSource;
  readonly drivers: readonly Driver[];
}

/** The pools that a file makes, in the order of the file. */
export function toPools(sources: PoolSources, file: SourceFile): readonly PoolFact[] {
  const { evidence, drivers } = sources;
  if (!creationPatternOf(drivers).test(file.text)) return [];
  const folding: Folding = { ...sources, bound: new Map(), depth: 0 };
  return creationsIn(evidence, drivers, file).flatMap(
    creation => toPoolFact(folding, file, creation) ?? [],
  );
}
