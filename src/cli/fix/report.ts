import type { CheckedFile } from '../check-file.ts';
import { productName } from '../../product.ts';
import type { Position } from '../lines.ts';
import { toName } from '../path-name.ts';
import type { Colors } from '../terminal.ts';
import { tabulate } from './outcome-table.ts';
import { wordDiff } from './diff.ts';
import type { Left } from './site.ts';
import type { FixResult } from './result.ts';

/** How the report is laid out. */
export interface ReportStyle {
  readonly cwd: string;
  readonly colors: Colors;
}

const mostListed = 40;

/** What a run did or would do, for a person: diffs where nothing was written, what stays and why, one line that sums up. */
export function wordReport(result: FixResult, style: ReportStyle): string {
  const blocks = [
    ...(result.isWritten ? [] : diffsOf(result, style)),
    ...remarksOn(result, style),
    ...listLeft(result, style),
    ...tabulate(result, style.colors),
    summarize(result, style),
  ];
  // A line of a diff may end with blanks that belong to it.
  return blocks.map(block => `${block.replace(/\n$/, '')}\n`).join('\n');
}

function diffsOf({ changes }: FixResult, { cwd, colors }: ReportStyle): readonly string[] {
  return changes.map(({ path, before, after }) => {
    const name = toName(path, cwd).replaceAll('\\', '/');
    return wordDiff({ name, before: textOf(before), after: textOf(after) ?? '' }, colors);
  });
}

function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes && Buffer.from(bytes).toString();
}

/** Files that could not be looked at. */
function remarksOn({ checked }: FixResult, { cwd, colors }: ReportStyle): readonly string[] {
  return checked.flatMap(({ path, unreadable, notes, isFailed }: CheckedFile) => {
    const word = ({ line, column }: Position): string =>
      colors.cyan(`${toName(path, cwd)}:${line}:${column}`);
    if (unreadable) return [`${word(unreadable)}  ${colors.red(unreadable.text)}`];
    if (!isFailed) return [];
    return notes.map(note => `${word(note)}  ${colors.red('failure:')} ${note.text}`);
  });
}

function listLeft(result: FixResult, style: ReportStyle): readonly string[] {
  const { left } = result;
  if (left.length === 0) return [];
  const shown = left.slice(0, mostListed).map(each => wordLeft(each, result, style));
  const rest = left.length - shown.length;
  const more = rest > 0 ? [`… and ${rest} more; --format json has all of them.`] : [];
  return [[style.colors.bold('Not repaired'), ...shown, ...more].join('\n')];
}

function wordLeft(
  { site, why }: Left,
  { isWritten }: FixResult,
  { colors, cwd }: ReportStyle,
): string {
  const { path, problem } = site;
  const { line, column } = isWritten ? problem.from : site.onDisk;
  return [
    `  ${colors.cyan(`${toName(path, cwd)}:${line}:${column}`)}  ${colors.dim(`pool/${problem.rule.name}`)}`,
    `    ${problem.text}`,
    ...reasonsOf({ site, why }).map(reason => `    → ${reason}`),
  ].join('\n');
}

/** Codemods that say the same say it once. */
function reasonsOf({ site, why }: Left): readonly string[] {
  const [offer] = site.offers;
  if (why === 'declined') return ['You said no.'];
  if (why === 'skipped') return ['You did not decide.'];
  if (why === 'late') return ['There are more repairs to make here: run the command again.'];
  if (why === 'unsure' && offer !== undefined) {
    return [
      `${offer.codemod}: ${offer.title}. Look at it with -i, or pass --min-confidence likely.`,
    ];
  }
  const byText = new Map<string, string[]>();
  for (const { codemod, refused } of site.refusals) {
    byText.set(refused, [...(byText.get(refused) ?? []), codemod]);
  }
  if (byText.size === 0) return ['Its repair does not go together with others in this file.'];
  return [...byText].map(([text, names]) => `${names.join(', ')}: ${text}`);
}

function summarize(result: FixResult, { colors }: ReportStyle): string {
  const { repaired, left, changes, checked, isWritten, elapsedMs, lacksTypes } = result;
  const gaps = checked.filter(({ unreadable, isFailed }) => unreadable || isFailed).length;
  const perSecond = Math.round(checked.length / Math.max(0.001, elapsedMs / 1000));
  const details = [
    count(checked.length, 'file'),
    ...(gaps > 0 ? [`${gaps} not looked at`] : []),
    ...(lacksTypes ? ['without types'] : []),
    `${perSecond} files/s`,
    `${(elapsedMs / 1000).toFixed(1)} s`,
  ].join(', ');
  const stays = left.length === 0 ? '' : `, ${count(left.length, 'finding')} left`;
  if (repaired.length === 0) {
    const words = left.length === 0 ? colors.green('✔ Nothing to repair') : 'Nothing repaired';
    return `${words}${stays} (${details})`;
  }
  const what = `${count(repaired.length, 'repair')} in ${count(changes.length, 'file')}`;
  return isWritten
    ? `${colors.green(`✔ Wrote ${what}`)}${stays} (${details}). Take them back: ${productName} fix --undo`
    : `${colors.yellow(`Would make ${what}`)}${stays} (${details}). Make them: add --write`;
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
