import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { join } from 'node:path';

/** Lines of a Markdown table; all columns but the first are numbers and end at the right. */
export function toTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map(row => row[column]?.length ?? 0), 4));
  const toLine = (row: readonly string[]) =>
    `| ${widths.map((width, column) => pad(row[column] ?? '', width, column)).join(' | ')} |`;
  const dashes = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [toLine(head), toLine(dashes), ...rows.map(toLine)];
}

/** The middle of some numbers, or another of their quantiles. */
export function quantile(numbers: readonly number[], share = 0.5): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const index = Math.min(sorted.length - 1, Math.floor(share * sorted.length));
  return sorted[index] ?? 0;
}

/** What a figure is worth only together with: the day, the machine and the versions. */
export function describeMachine(): string {
  const packages = ['eslint', '@typescript-eslint/parser', 'typescript'];
  const versions = packages.map(name => `${name} ${versionOf(name)}`);
  const day = new Date().toISOString().slice(0, 10);
  const processors = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}`;
  return [day, `Node ${process.versions.node}`, ...versions, processors].join(', ');
}

function pad(text: string, width: number, column: number): string {
  return column === 0 ? text.padEnd(width) : text.padStart(width);
}

function versionOf(name: string): string {
  const manifest = createRequire(join(process.cwd(), 'package.json')).resolve(
    `${name}/package.json`,
  );
  // Every package.json has a version.
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}
