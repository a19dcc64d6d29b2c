import { describe, expect, test } from 'vitest';
import { gaps } from '../../fixtures/catalogue/gaps.ts';
import { rules } from '../../rules/index.ts';
import type { Setting } from '../../src/analysis/analyse.ts';
import { isWorthAnalysing } from '../../src/analysis/gate.ts';
import { unparsed } from '../../src/source/parse.ts';
import { createProgramOracle } from '../../src/evidence/program-oracle.ts';
import { reportOn, settingWith } from '../rules/analysis.ts';
import { createProgramOver, problemsOf } from './program.ts';
import { preludeLines, snippets, type Mark, type Snippet } from './snippets.ts';

const files = new Map(snippets.flatMap(snippet => [...snippet.files]));
const program = createProgramOver(files);
const oracle = createProgramOracle(program);
const settings: Readonly<Record<'typed' | 'untyped', Setting>> = {
  typed: settingWith(files, () => oracle),
  untyped: settingWith(files),
};

/** Rules that no case asks for are about style, and a case says nothing about them. */
const asked = new Set(snippets.flatMap(({ wants }) => wants.map(({ rule }) => rule)));
const judged = rules.filter(({ name }) => asked.has(name));

/** What `check --all` takes for granted. */
const everything = { mayHavePooler: true };

describe('the catalogue', () => {
  test('is whole', () => {
    expect(snippets.length).toBe(196);
    expect(asked.size).toBe(11);
    expect(judged.map(({ name }) => name)).toContain('no-leaked-connection');
  });

  test('compiles against the real drivers', () => {
    const wrong = [...files.keys()].flatMap(path =>
      problemsOf(program, path).map(problem => `${path}: ${problem}`),
    );
    expect(wrong).toEqual([]);
  });

  test('has every gap once', () => {
    const names = new Set(snippets.map(({ name }) => name));
    expect(gaps.filter(({ snippet }) => !names.has(snippet))).toEqual([]);
    const cases = gaps.flatMap(({ snippet, mode }) =>
      (mode === 'both' ? ['typed', 'untyped'] : [mode]).map(one => `${snippet} ${one}`),
    );
    expect(cases.length).toBe(new Set(cases).size);
  });
});

describe.each(['typed', 'untyped'] as const)('%s', mode => {
  test.each(snippets)('$name', snippet => {
    const gap = gaps.find(
      candidate => candidate.snippet === snippet.name && [mode, 'both'].includes(candidate.mode),
    );
    const message = gap ? `a gap of gaps.ts, because ${gap.why}` : 'what the catalogue wants';
    expect(differencesOf(snippet, settings[mode]), message).toEqual(gap?.differs ?? []);
  });
});

/** Where the reports and the wishes of a snippet differ; two reports of a rule on a line are one. */
function differencesOf(snippet: Snippet, setting: Setting): readonly string[] {
  const wants = snippet.wants.filter(({ rule }) => judged.some(({ name }) => name === rule));
  const reports = [...snippet.files.keys()].flatMap(path => reportsOn(path, setting));
  return [
    ...wants.filter(want => !isAmong(reports, want)).map(want => `missing ${describeMark(want)}`),
    ...reports
      .filter(report => !isAmong(wants, report))
      .map(report => `not wanted ${describeMark(report)}`),
  ];
}

/** The reports as the command line gives them: nothing for a file that its gate leaves out. */
function reportsOn(path: string, setting: Setting): readonly Mark[] {
  if (!isWorthAnalysing(unparsed(path, files.get(path) ?? ''), setting)) return [];
  return judged.flatMap(rule => {
    const { findings, notes, lineOf } = reportOn(path, rule, setting, everything);
    expect(notes, 'notes').toEqual([]);
    const marks = findings.map(({ at }) => ({
      file: path,
      line: lineOf(at.start),
      rule: rule.name,
    }));
    return marks.filter(({ line }) => line > preludeLines);
  });
}

function isAmong(marks: readonly Mark[], mark: Mark): boolean {
  return marks.some(
    ({ file, line, rule }) => file === mark.file && line === mark.line && rule === mark.rule,
  );
}

function describeMark({ file, line, rule }: Mark): string {
  return `${rule} in ${file.split('/').at(-1)}:${line - preludeLines}`;
}
