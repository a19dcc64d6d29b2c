import { readFileSync } from 'node:fs';
import { analyse, type Setting } from '../analysis/analyse.ts';
import type { Note, Tier } from '../analysis/facts.ts';
import type { PoolFact } from '../analysis/pool-facts.ts';
import { isWorthAnalysing } from '../analysis/gate.ts';
import { reportHint, wordFailure } from '../product.ts';
import { wordFinding, type Finding, type Rule } from '../rule.ts';
import { findingsOf, type Settings } from '../settings.ts';
import { findParseFailure, isParseFailure, unparsed } from '../source/parse.ts';
import type { SourceFile } from '../source/source-file.ts';
import { readDirectives, type Suppression } from './directives.ts';
import { toLines, type Lines, type Position } from './lines.ts';
import { type Sign, signsIn } from './signs.ts';

/** What `check` found out about one file. */
export interface CheckedFile {
  /** Absolute path. */
  readonly path: string;
  readonly problems: readonly Problem[];
  /** Problems that an `eslint-disable` comment silences. */
  readonly suppressed: readonly (Problem & { readonly suppression: Suppression })[];
  /** Why nothing could be checked: the file cannot be read or parsed. */
  readonly unreadable?: Position & { readonly text: string };
  /** The pools that are made here. */
  readonly pools: readonly PoolFact[];
  /** What the text shows about how pools are run. */
  readonly signs: readonly Sign[];
  /** What the analysis left out. */
  readonly notes: readonly (Position & { readonly text: string })[];
  /** Our own code failed here. */
  readonly isFailed: boolean;
  /** The text that problems are shown in. */
  readonly text?: string;
}

/** A finding in words. */
export interface Problem {
  readonly rule: Rule;
  readonly finding: Finding;
  readonly text: string;
  readonly from: Position;
  readonly to: Position;
}

/** What a check looks for. */
export interface Wanted {
  readonly rules: readonly Rule[];
  readonly tier: Tier;
  readonly evidence: Settings['evidence'];
  readonly deployment: Settings['deployment'];
}

/** Checks one file. Never throws: what goes wrong is said in the result. */
export function checkFile(path: string, wanted: Wanted, setting: Setting): CheckedFile {
  const text = readText(path);
  if (text instanceof Error) {
    return unreadable(path, { line: 1, column: 1, text: `cannot be read: ${text.message}` });
  }
  return checkText(path, text, wanted, setting);
}

/**
 * Checks a file that may not be on the disk as it is given here. Never throws.
 *
 * `onSource` gets the tree, in which findings can be repaired, if there was anything to analyse.
 */
export function checkText(
  path: string,
  text: string,
  wanted: Wanted,
  setting: Setting,
  onSource: (source: SourceFile) => void = () => {},
): CheckedFile {
  try {
    const source = unparsed(path, text);
    const isWorth = isWorthAnalysing(source, setting);
    const file = isWorth ? source.result() : findParseFailure(path, text);
    if (file === undefined) return { ...clean(path), signs: signsIn(text) };
    if (!isParseFailure(file)) {
      onSource(file);
      return checkSource(file, wanted, setting);
    }
    const { line, column, message } = file;
    return unreadable(path, { line, column, text: `cannot be parsed: ${message}` });
  } catch (error) {
    return { ...clean(path), notes: [toFailure(error)], isFailed: true };
  }
}

function checkSource(file: SourceFile, wanted: Wanted, setting: Setting): CheckedFile {
  const { path, text } = file;
  const facts = analyse(file, setting);
  const lines = toLines(text);
  const notes = facts.notes.map(note => toNote(note, lines));
  const all: Problem[] = [];
  const failures: CheckedFile['notes'][number][] = [];
  for (const rule of wanted.rules) {
    try {
      for (const finding of findingsOf(rule, facts, wanted)) {
        all.push(toProblem(rule, finding, lines));
      }
    } catch (error) {
      // One broken rule must not hide what the others found.
      failures.push(toFailure(error));
    }
  }
  const isFailed = failures.length > 0 || facts.notes.some(note => note.kind === 'failure');
  const judged = judge(file, all.sort(byPosition), lines);
  // The text of a file is kept only where something will be shown in it.
  const shown = judged.problems.length === 0 ? {} : { text };
  const found = { pools: facts.pools.filter(({ isOfServer }) => isOfServer), signs: signsIn(text) };
  return { path, ...shown, ...judged, ...found, notes: [...failures, ...notes], isFailed };
}

/** Tells problems from those that a comment silences. */
function judge(
  file: SourceFile,
  all: readonly Problem[],
  lines: Lines,
): Pick<CheckedFile, 'problems' | 'suppressed'> {
  if (all.length === 0) return { problems: [], suppressed: [] };
  const { findSuppression } = readDirectives(file, lines);
  const judged = all.map(problem => {
    const suppression = findSuppression(`pool/${problem.rule.name}`, problem.from);
    return { ...problem, ...(suppression ? { suppression } : {}) };
  });
  return {
    problems: judged.filter(problem => problem.suppression === undefined),
    suppressed: judged.flatMap(({ suppression, ...problem }) =>
      suppression === undefined ? [] : [{ ...problem, suppression }],
    ),
  };
}

function toProblem(rule: Rule, finding: Finding, lines: Lines): Problem {
  return {
    rule,
    finding,
    text: wordFinding(rule, finding),
    from: lines.positionOf(finding.at.start),
    to: lines.positionOf(finding.at.end),
  };
}

function toNote(note: Note, lines: Lines): CheckedFile['notes'][number] {
  const text = note.kind === 'failure' ? `${note.text}. ${reportHint()}` : note.text;
  return { ...lines.positionOf(note.at.start), text };
}

function toFailure(error: unknown): CheckedFile['notes'][number] {
  return { line: 1, column: 1, text: wordFailure(error) };
}

function byPosition(a: Problem, b: Problem): number {
  return a.finding.at.start - b.finding.at.start || (a.rule.name < b.rule.name ? -1 : 1);
}

function unreadable(path: string, reason: Position & { readonly text: string }): CheckedFile {
  return { ...clean(path), unreadable: reason };
}

function clean(path: string): CheckedFile {
  return { path, problems: [], suppressed: [], pools: [], signs: [], notes: [], isFailed: false };
}

function readText(path: string): string | Error {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
