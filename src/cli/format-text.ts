import type { FunctionSummary } from '../analysis/summary/summary.ts';
import { wordSummary } from '../analysis/summary/wording.ts';
import type { CheckedFile, Problem } from './check-file.ts';
import { drawFrame } from './code-frame.ts';
import { wordEvidence } from './evidence-words.ts';
import { labelsOf } from './finding-labels.ts';
import { toLines, type Position } from './lines.ts';
import { toName } from './path-name.ts';
import type { Colors } from './terminal.ts';

/** How text is laid out. */
export interface TextStyle {
  readonly cwd: string;
  readonly elapsedMs: number;
  /** TypeScript was not asked, or was not there to be asked. */
  readonly lacksTypes: boolean;
  readonly colors: Colors;
  readonly columns: number;
  readonly explains: boolean;
  readonly isQuiet: boolean;
}

/** The results for a person: a frame for each finding, and one line that sums up. */
export function formatText(files: readonly CheckedFile[], style: TextStyle): string {
  const blocks = files.flatMap(file =>
    style.isQuiet ? oneLiners(file, style) : blocksOf(file, style),
  );
  if (style.isQuiet) return blocks.map(block => `${block}\n`).join('');
  return [...blocks, summarize(files, style)].map(block => `${block}\n`).join('\n');
}

function oneLiners(file: CheckedFile, style: TextStyle): readonly string[] {
  const lines = file.problems.map(problem => {
    const { colors } = style;
    return `${placeOf(file, problem.from, style)}: ${problem.text} ${colors.dim(ruleId(problem))}`;
  });
  const isIncomplete = file.unreadable !== undefined || file.isFailed;
  return isIncomplete ? [...remarks(file, style), ...lines] : lines;
}

function blocksOf(file: CheckedFile, style: TextStyle): readonly string[] {
  return [...remarks(file, style), ...file.problems.map(each => wordProblem(file, each, style))];
}

/** What is said about a file rather than about its code. */
function remarks(file: CheckedFile, style: TextStyle): readonly string[] {
  const { colors } = style;
  const { unreadable } = file;
  return [
    ...(unreadable ? [`${placeOf(file, unreadable, style)}  ${colors.red(unreadable.text)}`] : []),
    ...file.notes.map(note => {
      const word = file.isFailed ? colors.red('failure:') : colors.yellow('note:');
      return `${placeOf(file, note, style)}  ${word} ${note.text}`;
    }),
  ];
}

function wordProblem(file: CheckedFile, problem: Problem, style: TextStyle): string {
  const { from, text } = problem;
  const { colors } = style;
  const lines = toLines(file.text ?? '');
  const labels = labelsOf(problem, file.path, lines);
  return [
    `${placeOf(file, from, style)}  ${colors.red(ruleId(problem))}`,
    colors.bold(text),
    '',
    ...drawFrame(labels, lines, style),
    ...(style.explains ? explain(file, problem, style) : []),
  ].join('\n');
}

function explain(file: CheckedFile, { finding }: Problem, style: TextStyle): readonly string[] {
  const { colors, cwd } = style;
  const lines = toLines(file.text ?? '');
  const { about } = finding;
  const functions = 'functions' in about ? about.functions : undefined;
  const steps = finding.path.map(({ at, label }) => {
    const place =
      at.file === file.path ? `line ${lines.positionOf(at.start).line}` : toName(at.file, cwd);
    return `${place} ${label}`;
  });
  return [
    '',
    `  ${colors.cyan('path')}       ${steps.join(' → ')}`,
    `  ${colors.cyan('evidence')}   ${about.evidence}: ${wordEvidence(about)}`,
    `  ${colors.cyan('tier')}       ${finding.tier}`,
    ...functionsOnTheWay(file, functions ?? [], style),
  ];
}

/** What the functions do that the connection came by, one on each line. */
function functionsOnTheWay(
  file: CheckedFile,
  functions: readonly FunctionSummary[],
  { colors, cwd }: TextStyle,
): readonly string[] {
  return functions.map((summary, index) => {
    const { signature, line } = summary;
    const place =
      summary.file === file.path ? `line ${line}` : `${toName(summary.file, cwd)}:${line}`;
    const title = index === 0 ? colors.cyan('functions') : ' '.repeat('functions'.length);
    return `  ${title}  ${signature} ${place}: ${wordSummary(summary)}`;
  });
}

function summarize(files: readonly CheckedFile[], style: TextStyle): string {
  const { colors, elapsedMs, lacksTypes } = style;
  if (files.length === 0) return colors.yellow('No JavaScript or TypeScript files here.');
  const findings = sum(files, file => file.problems.length);
  const gaps = [
    `${sum(files, file => (file.unreadable ? 1 : 0))} unreadable`,
    `${sum(files, file => (file.isFailed ? 1 : 0))} failed`,
    count(
      sum(files, file => (file.isFailed ? 0 : file.notes.length)),
      'note',
    ),
  ].filter(gap => !gap.startsWith('0 '));
  const suppressed = sum(files, file => file.suppressed.length);
  const details = [
    `${files.length} checked`,
    ...gaps,
    ...(suppressed > 0 ? [`${suppressed} disabled by comments`] : []),
    ...(lacksTypes ? ['without types'] : []),
    `${(elapsedMs / 1000).toFixed(1)} s`,
  ].join(', ');
  if (findings > 0) {
    const places = sum(files, file => (file.problems.length > 0 ? 1 : 0));
    const words = `${count(findings, 'finding')} in ${count(places, 'file')}`;
    return `${colors.red(`✖ ${words}`)} (${details})`;
  }
  const words = gaps.length === 0 ? colors.green('✔ No findings') : colors.yellow('No findings');
  return `${words} (${details})`;
}

function sum(files: readonly CheckedFile[], measure: (file: CheckedFile) => number): number {
  return files.reduce((total, file) => total + measure(file), 0);
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

function placeOf(file: CheckedFile, { line, column }: Position, style: TextStyle): string {
  return style.colors.cyan(`${toName(file.path, style.cwd)}:${line}:${column}`);
}

function ruleId({ rule }: Problem): string {
  return `pool/${rule.name}`;
}
