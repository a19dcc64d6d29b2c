import type { CheckedFile } from '../check-file.ts';
import { merge, touchedBy, type Accepted, type Merged } from './merge.ts';
import type { Rounds, Scan } from './rounds.ts';

/** What became of the accepted repairs of a round. */
interface Made extends Merged {
  /** Repairs that went wrong among the others: something new was found, or what they repair still was. */
  readonly rejected: readonly Accepted[];
  /** The files that have another text now. */
  readonly changed: readonly string[];
}

/**
 * Makes repairs and looks at what comes of them.
 *
 * Each is proven on its own; that they go together shows only here. Where they do not, a file gets
 * one repair, and at last none. The scans of files that changed are replaced.
 */
export function makeRepairs(
  wanted: readonly Accepted[],
  scans: Map<string, Scan>,
  rounds: Rounds,
): Made {
  const { sources } = rounds;
  const start = sources.snapshot();
  const before = scansOf(wanted.flatMap(touchedBy), path => scans.get(path) ?? rounds.scan(path));
  const single = new Set<string>();
  const rejected = new Set<Accepted>();
  for (;;) {
    const merged = merge(
      wanted.filter(each => !rejected.has(each)),
      sources,
      single,
    );
    const changed = [...new Set(merged.edits.map(({ at }) => at.file))];
    rounds.onEdits(merged.edits);
    const after = scansOf(changed, rounds.scan);
    const wrong = changed.filter(path => hasGoneWrong(path, before, after, merged));
    if (wrong.length === 0) {
      for (const [path, scan] of after) scans.set(path, scan);
      return { ...merged, rejected: [...rejected], changed };
    }
    sources.restore(start);
    rounds.onEditsUndone();
    for (const path of wrong) {
      if (single.has(path)) reject(path, merged, wanted, rejected);
      single.add(path);
    }
  }
}

type Scans = ReadonlyMap<string, Scan>;

function scansOf(paths: readonly string[], scan: (path: string) => Scan): Scans {
  return new Map([...new Set(paths)].map(path => [path, scan(path)]));
}

/** What a person wrote must only parse: it is looked at again with the rest. */
function hasGoneWrong(path: string, before: Scans, after: Scans, { repaired }: Merged): boolean {
  const now = after.get(path)?.checked;
  if (now === undefined || now.unreadable !== undefined || now.isFailed) return true;
  const own = repaired.filter(({ site }) => site.path === path);
  if (own.some(({ isByHand }) => isByHand)) return false;
  const rest = countKinds(before.get(path)?.checked);
  for (const { site } of own) add(rest, kindOf(site.problem), -1);
  return [...countKinds(now)].some(([kind, count]) => count > (rest.get(kind) ?? 0));
}

function reject(
  path: string,
  { repaired }: Merged,
  wanted: readonly Accepted[],
  rejected: Set<Accepted>,
): void {
  const made = new Set(repaired.map(({ site }) => site));
  const guilty = wanted.filter(each => made.has(each.site) && touchedBy(each).includes(path));
  for (const each of guilty) rejected.add(each);
}

function countKinds(checked: CheckedFile | undefined): Map<string, number> {
  const counts = new Map<string, number>();
  for (const problem of checked?.problems ?? []) add(counts, kindOf(problem), 1);
  return counts;
}

function add(counts: Map<string, number>, kind: string, count: number): void {
  counts.set(kind, (counts.get(kind) ?? 0) + count);
}

function kindOf({ rule }: CheckedFile['problems'][number]): string {
  return rule.name;
}
