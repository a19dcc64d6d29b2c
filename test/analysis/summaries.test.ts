import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { globSync } from 'tinyglobby';
import { describe, expect, test } from 'vitest';
import { analyse, type Setting, summariesOf } from '../../src/analysis/analyse.ts';
import { wordSummary } from '../../src/analysis/summary/wording.ts';
import { createOwnProgram } from '../../src/evidence/own-program.ts';
import { shapes } from '../robustness/shapes.ts';
import { settingWith } from '../rules/analysis.ts';

const folder = join(process.cwd(), 'fixtures/summaries');
const fixtures = globSync('**/*.{ts,cjs}', { cwd: folder, absolute: true }).sort();
const oracle = createOwnProgram({ cwd: join(process.cwd(), 'fixtures'), files: fixtures });
const untyped = settingWith(new Map());
const typed = settingWith(new Map(), () => oracle);

describe('every function says above it what the analysis prints of it', () => {
  test.each(fixtures.map(path => relative(folder, path)))('%s', name => {
    const path = join(folder, name);
    const text = readFileSync(path, 'utf8');
    expect(text.trimEnd().split('\n').length, 'lines').toBeLessThanOrEqual(120);
    expect(linesOf(path, typed), 'with types').toEqual(expectedIn(text));
    expect(linesOf(path, untyped), 'without types').toEqual(expectedIn(text));
  });
});

describe('the fixtures cover the vocabulary', () => {
  const summaries = fixtures.flatMap(path => summariesOf(fileAt(path, untyped), untyped));
  const fates = summaries.flatMap(({ parameters }) => parameters.flatMap(one => one.fates));

  test.each(['borrowed', 'released', 'later', 'stored', 'returned', 'forwarded', 'called'])(
    'a parameter is %s',
    kind => expect(fates.map(fate => fate.kind)).toContain(kind),
  );

  test.each(['always', 'unless it throws', 'when it throws', 'sometimes'])('released %s', when =>
    expect(fates.flatMap(fate => (fate.kind === 'released' ? fate.when : []))).toContain(when),
  );

  test.each(['fresh', 'borrowed', 'wrapper', 'iterator'])('a result is %s', kind =>
    expect(summaries.flatMap(({ results }) => results.map(one => one.kind))).toContain(kind),
  );
});

describe('facts', () => {
  const path = join(folder, 'across-files/jobs.ts');

  test('carry the functions on the way of what leaks, as plain values', () => {
    const facts = analyse(fileAt(path, untyped), { ...untyped, summarises: true });
    const [lease, ...others] = facts.leases.filter(one => one.openExits.length > 0);
    expect(others).toEqual([]);
    expect(lease?.functions?.map(({ name }) => name)).toEqual([
      'start',
      'connect',
      'note',
      'insert',
      'end',
      'finish',
    ]);
    expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
  });

  test('are the same without, and come without unless asked', () => {
    const plain = analyse(fileAt(path, untyped), untyped);
    const full = analyse(fileAt(path, untyped), { ...untyped, summarises: true });
    expect(plain.leases.some(lease => 'functions' in lease)).toBe(false);
    expect(full.leases.map(({ functions: _functions, ...lease }) => lease)).toEqual(plain.leases);
  });
});

test('a function that is too large says so', () => {
  const large = shapes.find(({ outcome }) => outcome === 'note');
  const setting = settingWith(new Map([['/virtual/a.ts', large?.text ?? '']]));
  const words = summariesOf(fileAt('/virtual/a.ts', setting), setting).map(wordSummary);
  expect(words).toContain('too large to be followed to its end');
});

/** A function's line, and what is printed of it. */
type Line = readonly [line: number, text: string];

function linesOf(path: string, setting: Setting): readonly Line[] {
  return summariesOf(fileAt(path, setting), setting).map(summary => [
    summary.line,
    `${summary.signature}: ${wordSummary(summary)}`,
  ]);
}

/** The marks of a fixture; one that runs over several lines is indented from the second on. */
function expectedIn(text: string): readonly Line[] {
  const mark = /^ *\/\/ summary: (.*)\n((?: *\/\/ {3}.*\n)*)(?: *\/\*\*.*\n)?/gm;
  return [...text.matchAll(mark)].map(({ 0: whole, 1: first = '', 2: rest = '', index }) => [
    text.slice(0, index + whole.length).split('\n').length,
    [first, ...rest.split('\n')].join('').replaceAll(/ *\/\/ {3}/g, ' '),
  ]);
}

function fileAt(path: string, { project }: Setting) {
  const file = project.fileAt(path);
  if (file === undefined) throw new Error(`${path} cannot be parsed.`);
  return file;
}
