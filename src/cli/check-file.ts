import { readFileSync } from 'node:fs';
import { analyse, type Setting } from '../analysis/analyse.ts';
import type { Note, Tier } from '../analysis/facts.ts';
import { isWorthAnalysing } from '../analysis/gate.ts';
import { wordFailure } from '../product.ts';
import { wordFinding, type Finding, type Rule } from '../rule.ts';
import { findingsOf, type Settings } from '../settings.ts';
import { isParseFailure, parseFile } from '../source/parse.ts';
import type { SourceFile } from '../source/source-file.ts';
import { readDirectives, type Suppression } from './directives.ts';
import { toLines, type Lines, type Position } from './lines.ts';

/** What `check` found out about one file. */
export interface CheckedFile {
  /** Absolute path. */
  readonly path: string;
  readonly problems: readonly Problem[];
  /** Problems that an `eslint-disable` comment silences. */
  readonly suppressed: readonly (Problem & { readonly suppression: Suppression })[];
  /** Why nothing could be checked: the file cannot be read or parsed. */
  readonly unreadable?: Position & { readonly text: string };
  /** What the analysis left out. */
  readonly notes: readonly (Position & { readonly text: string })[];
  /** Our own code failed here. */
  readonly isFailed: boolean;
  /** The text, where problems have to be shown in it. */
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
}

/** Checks one file. Never throws: what goes wrong is said in the result. */
export function checkFile(path: string, wanted: Wanted, setting: Setting): CheckedFile {
  const text = readText(path);
  if (text instanceof Error) {
    return unreadable(path, { line: 1, column: 1, text: `cannot be read: ${text.message}` });
  }
  const file = parseFile(path, text);
  if (isParseFailure(file)) {
    const { line, column, message } = file;
    return unreadable(path, { line, column, text: `cannot be parsed: ${message}` });
  }
  try {
    if (!isWorthAnalysing(file.text, path, setting)) {
      return { path, problems: [], suppressed: [], notes: [], isFailed: false };
    }
    return checkSource(file, wanted, setting);
  } catch (error) {
    const note = { line: 1, column: 1, text: wordFailure(error) };
    return { path, problems: [], suppressed: [], notes: [note], isFailed: true };
  }
}

function checkSource(file: SourceFile, wanted: Wanted, setting: Setting): CheckedFile {
  const { path, text } = file;
  const facts = analyse(file, setting);
  const lines = toLines(text);
  const all = wanted.rules.flatMap(rule =>
    [...findingsOf(rule, facts, wanted)].map(finding => toProblem(rule, finding, lines)),
  );
  const notes = facts.notes.map(note => toNote(note, lines));
  if (all.length === 0) return { path, problems: [], suppressed: [], notes, isFailed: false };

  const { findSuppression } = readDirectives(file, lines);
  const judged = all.sort(byPosition).map(problem => {
    const suppression = findSuppression(`pool/${problem.rule.name}`, problem.from);
    return { problem, suppression };
  });
  const problems = judged.flatMap(each => (each.suppression ? [] : [each.problem]));
  const suppressed = judged.flatMap(({ problem, suppression }) =>
    suppression ? [{ ...problem, suppression }] : [],
  );
  return { path, problems, suppressed, notes, isFailed: false, text };
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
  return { ...lines.positionOf(note.at.start), text: note.text };
}

function byPosition(a: Problem, b: Problem): number {
  return a.finding.at.start - b.finding.at.start || (a.rule.name < b.rule.name ? -1 : 1);
}

function unreadable(path: string, reason: Position & { readonly text: string }): CheckedFile {
  return { path, problems: [], suppressed: [], unreadable: reason, notes: [], isFailed: false };
}

function readText(path: string): string | Error {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
