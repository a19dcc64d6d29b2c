import type { Driver } from '../../drivers/driver.ts';
import type { EvidenceSource } from '../../evidence/syntax.ts';
import type { Project } from '../../source/project.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { Facts } from '../facts.ts';
import type { PoolFact, SessionUse } from '../pool-facts.ts';
import { isAside } from './callers.ts';
import { creationPatternOf } from './creation-names.ts';
import type { Creation } from './creations.ts';
import { creationsIn, isShared } from './creations.ts';
import { toDeafClients } from './deaf-clients.ts';
import { toPoolEnds } from './ends.ts';
import type { Folding } from './evaluate.ts';
import { givenAt } from './given-options.ts';
import { isListenedTo } from './listening.ts';
import { toDeafLeases } from './lent.ts';
import { pathInPackage } from './place.ts';
import { toPoolFact } from './pool-fact.ts';
import { toRemadePools } from './remade.ts';
import { isBoundToRequest, repetitionOf } from './repetition.ts';
import { sessionUsesOf, toSessionUses } from './sessions.ts';

/** What the facts about pools are found with. */
export interface PoolSources {
  readonly project: Project;
  readonly evidence: EvidenceSource;
  readonly drivers: readonly Driver[];
}

/** What is true of the pools that a file makes, closes and works with. */
export type PoolFacts = Pick<
  Facts,
  'pools' | 'remadePools' | 'poolEnds' | 'deafLeases' | 'sessionUses'
>;

/** A file without pools. */
export const noPools: PoolFacts = {
  pools: [],
  remadePools: [],
  poolEnds: [],
  deafLeases: [],
  sessionUses: [],
};

/** The facts about pools of a file, each list in the order of the file. */
export function toPoolFacts(sources: PoolSources, file: SourceFile): PoolFacts {
  const pools: PoolFact[] = [];
  const sessionUses: SessionUse[] = [...toSessionUses(sources, file)];
  const folding: Folding = { ...sources, bound: new Map(), depth: 0 };
  const { evidence, drivers } = sources;
  const mayCreate = creationPatternOf(drivers).test(file.text);
  for (const creation of mayCreate ? creationsIn(evidence, drivers, file) : []) {
    const given = givenAt(folding, file, creation);
    if (given === undefined) continue;
    pools.push({ ...toPoolFact(given, file, creation), ...lifeOf(sources, file, creation) });
    sessionUses.push(...sessionUsesOf(sources, given, file, creation));
  }
  return {
    pools,
    remadePools: toRemadePools(sources, file),
    poolEnds: toPoolEnds(sources, file),
    deafLeases: [...toDeafLeases(sources, file), ...toDeafClients(sources, file)],
    sessionUses: sessionUses.toSorted((a, b) => a.at.start - b.at.start),
  };
}

/** How often a pool is made, and whether anybody listens to it. */
function lifeOf(
  sources: PoolSources,
  file: SourceFile,
  creation: Creation,
): Pick<PoolFact, 'repetition' | 'isListenedTo'> {
  const { node, type } = creation;
  const isApart =
    type.perCall === true ||
    isBoundToRequest(file, node) ||
    isAside(pathInPackage(file.path, sources.project));
  const made = isApart ? undefined : repetitionOf(sources.evidence, file, node);
  const repetition = made?.isEnded === false && isShared(creation) ? undefined : made;
  const heard = isListenedTo(sources, file, creation);
  return { ...(repetition && { repetition }), ...(heard !== undefined && { isListenedTo: heard }) };
}
