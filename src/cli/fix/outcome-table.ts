import type { Colors } from '../terminal.ts';
import type { FixResult } from './result.ts';

type Column =
  'repaired' | 'by hand' | 'to look at' | 'declined' | 'skipped' | 'refused' | 'not reached';

const columns: readonly Column[] = [
  'repaired',
  'by hand',
  'to look at',
  'declined',
  'skipped',
  'refused',
  'not reached',
];

const columnOf = {
  unsure: 'to look at',
  declined: 'declined',
  skipped: 'skipped',
  refused: 'refused',
  late: 'not reached',
} as const;

/** How often each codemod came to what, for each rule; nothing where nothing was found. */
export function tabulate(result: FixResult, colors: Colors): readonly string[] {
  const rows = countRows(result);
  if (rows.size === 0) return [];
  const used = columns.filter(column => [...rows.values()].some(row => row.has(column)));
  const head = ['rule', 'codemod', ...used.map(column => wordColumn(column, result))];
  const body = [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, row]) => [...key.split(' '), ...used.map(column => String(row.get(column) ?? ''))]);
  const [first = '', ...rest] = alignColumns([head, ...body]);
  return [[colors.bold(first), ...rest].join('\n')];
}

function wordColumn(column: Column, { isWritten }: FixResult): string {
  return column === 'repaired' && !isWritten ? 'would repair' : column;
}

function countRows({ repaired, left }: FixResult): Map<string, Map<Column, number>> {
  const rows = new Map<string, Map<Column, number>>();
  const count = (rule: string, codemod: string, column: Column): void => {
    const key = `pool/${rule} ${codemod}`;
    const row = rows.get(key) ?? new Map<Column, number>();
    rows.set(key, row.set(column, (row.get(column) ?? 0) + 1));
  };
  for (const { site, offer, isByHand } of repaired) {
    count(site.problem.rule.name, offer.codemod, isByHand ? 'by hand' : 'repaired');
  }
  for (const { site, why } of left) {
    count(site.problem.rule.name, site.offers[0]?.codemod ?? '–', columnOf[why]);
  }
  return rows;
}

/** The first two columns are words, the others numbers. */
function alignColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]?.map((_, index) => Math.max(...rows.map(row => row[index]?.length ?? 0)));
  return rows.map(row =>
    row
      .map((cell, index) => {
        const width = widths?.[index] ?? 0;
        return index < 2 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
}
