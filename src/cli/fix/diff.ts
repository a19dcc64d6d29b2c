import { structuredPatch } from 'diff';
import type { Colors } from '../terminal.ts';

/** A file before and after; `undefined` before when it is new. */
export interface DiffInput {
  /** As the user would name it, with slashes. */
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string;
}

/** A unified diff that `git apply` and `patch -p1` take; lines of the code end as they do in the file. */
export function wordDiff({ name, before, after }: DiffInput, colors: Colors): string {
  const patch = structuredPatch(name, name, before ?? '', after, undefined, undefined, {
    context: 3,
  });
  const hunks = patch.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    colors.cyan(`@@ -${rangeOf(oldStart, oldLines)} +${rangeOf(newStart, newLines)} @@`),
    ...lines.map(line => paint(line, colors)),
  ]);
  const from = before === undefined ? '/dev/null' : `a/${name}`;
  const head = [colors.bold(`--- ${from}`), colors.bold(`+++ b/${name}`)];
  return [...head, ...hunks].map(line => `${line}\n`).join('');
}

/** Only the hunks, for somebody who was just told the file. */
export function wordHunks(input: DiffInput, colors: Colors): string {
  return wordDiff(input, colors).split('\n').slice(2).join('\n');
}

/** As `diff` writes it: one line needs no count, and no line stands behind the one before. */
function rangeOf(start: number, count: number): string {
  if (count === 1) return String(start);
  return count === 0 ? `${start - 1},0` : `${start},${count}`;
}

function paint(line: string, colors: Colors): string {
  if (line.startsWith('+')) return colors.green(line);
  if (line.startsWith('-')) return colors.red(line);
  return line;
}
