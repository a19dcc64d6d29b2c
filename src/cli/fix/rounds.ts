import type { Edit } from '../../edits/edit.ts';
import type { CheckedFile } from '../check-file.ts';
import { makeRepairs } from './make-repairs.ts';
import type { Accepted } from './merge.ts';
import type { Decision, Left, Repaired, Site } from './site.ts';
import type { Sources } from './sources.ts';

/** What the rounds work on, and whom they ask. */
export interface Rounds {
  readonly sources: Sources;
  /** Looks at a file as it is in `sources`. */
  readonly scan: (path: string) => Scan;
  /** The texts in `sources` changed, by these edits. */
  readonly onEdits: (edits: readonly Edit[]) => void;
  /** They went back to what they were before the last edits. */
  readonly onEditsUndone: () => void;
  /** Called before anything is decided, with the sites of a round that can be repaired. */
  readonly beforeDeciding: (sites: readonly Site[]) => void;
  /** Decides about the sites of one file that can be repaired, in their order. */
  readonly decide: (sites: readonly Site[]) => Promise<readonly Decision[]>;
  /** Repairs were made, and stay. */
  readonly onRepaired: (repaired: readonly Repaired[]) => void;
}

/** A file with what can be done about its findings. */
export interface Scan {
  readonly checked: CheckedFile;
  readonly sites: readonly Site[];
}

/** What the rounds came to. */
export interface Outcome {
  readonly repaired: readonly Repaired[];
  readonly left: readonly Left[];
  /** Every file as it was last looked at. */
  readonly checked: readonly CheckedFile[];
}

/** What is remembered from round to round. */
interface Memory {
  /** Every file as it was last looked at. */
  readonly scans: Map<string, Scan>;
  readonly left: Map<string, readonly Left[]>;
  /** Sites whose repair did not stand the test among the others. */
  readonly outcasts: Set<Site>;
}

const maxRounds = 20;

/**
 * Repairs files until nothing is left that can be.
 *
 * A round decides about each finding, and makes all repairs that do not touch each other. The next
 * one looks at what has changed.
 */
export async function repairInRounds(paths: readonly string[], rounds: Rounds): Promise<Outcome> {
  const memory: Memory = { scans: new Map(), left: new Map(), outcasts: new Set() };
  const repaired: Repaired[] = [];
  for (const path of paths) memory.scans.set(path, rounds.scan(path));
  let pending = paths;
  for (let round = 1; pending.length > 0; round++) {
    const accepted = await decideAll(pending, memory, rounds, round > maxRounds);
    const made = makeRepairs(accepted, memory.scans, rounds);
    rounds.onRepaired(made.repaired);
    repaired.push(...made.repaired);
    for (const { site } of made.rejected) memory.outcasts.add(site);
    const again = [...made.deferred, ...made.rejected].map(({ site }) => site.path);
    pending = [...new Set([...made.changed, ...again])];
  }
  return {
    repaired,
    left: [...memory.left.values()].flat(),
    checked: [...memory.scans.values()].map(({ checked }) => checked),
  };
}

async function decideAll(
  paths: readonly string[],
  { scans, left, outcasts }: Memory,
  rounds: Rounds,
  isOver: boolean,
): Promise<readonly Accepted[]> {
  const isOpen = (site: Site): boolean => site.offers.length > 0 && !outcasts.has(site);
  const sitesIn = (path: string): readonly Site[] => scans.get(path)?.sites ?? [];
  if (!isOver) rounds.beforeDeciding(paths.flatMap(sitesIn).filter(isOpen));
  const accepted: Accepted[] = [];
  for (const path of paths) {
    const open = sitesIn(path).filter(isOpen);
    const decisions = isOver || open.length === 0 ? [] : await rounds.decide(open);
    const stays: Left[] = [];
    for (const site of sitesIn(path)) {
      const decision = decisions[open.indexOf(site)];
      if (decision === undefined) stays.push({ site, why: isOpen(site) ? 'late' : 'refused' });
      else if (decision.kind === 'leave') stays.push({ site, why: decision.why });
      else accepted.push({ site, decision });
    }
    left.set(path, stays);
  }
  return accepted;
}
