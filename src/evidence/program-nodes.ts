import type ts from 'typescript';
import type { Range } from './type-oracle.ts';

/** The nodes of a TypeScript tree with exactly these ranges, the innermost of each; one walk for all. */
export function findNodes(
  source: ts.SourceFile,
  ranges: readonly Range[],
): readonly (ts.Node | undefined)[] {
  const wanted = new Set(ranges.map(toKey));
  const ends = new Set(ranges.map(range => range.end));
  const starts = ranges.map(range => range.start).sort((one, other) => one - other);
  const found = new Map<string, ts.Node>();
  const open: ts.Node[] = [source];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (!hasBetween(starts, node.pos, node.end)) continue;
    if (ends.has(node.end)) {
      // Parents are seen before their children, so the innermost node stays.
      const key = toKey({ start: node.getStart(source), end: node.end });
      if (wanted.has(key)) found.set(key, node);
    }
    node.forEachChild(child => {
      open.push(child);
    });
  }
  return ranges.map(range => found.get(toKey(range)));
}

function toKey({ start, end }: Range): string {
  return `${start} ${end}`;
}

/** Whether a sorted list has a number from `low` to `high`. */
function hasBetween(sorted: readonly number[], low: number, high: number): boolean {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] ?? 0) < low) from = middle + 1;
    else to = middle;
  }
  const first = sorted[from];
  return first !== undefined && first <= high;
}
