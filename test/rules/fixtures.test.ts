import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Setting } from '../../src/analysis/analyse.ts';
import { createOwnProgram } from '../../src/evidence/own-program.ts';
import { fixtures, reportApart, reportOn, ruleNamed, settingWith } from './analysis.ts';
import { differences, readMarks, type Marks } from './marks.ts';

const folder = join(process.cwd(), 'fixtures/rules');
const untyped = settingWith(new Map());
const oracle = createOwnProgram({ cwd: join(process.cwd(), 'fixtures'), files: fixtures });
const typed = settingWith(new Map(), () => oracle);

describe('fixtures', () => {
  test.each(fixtures.map(path => relative(folder, path)))('%s', name => {
    const path = join(folder, name);
    const rule = ruleNamed(name.split('/')[0] ?? '');
    const text = readFileSync(path, 'utf8');
    const marks = readMarks(text, Object.keys(rule.messages));

    const differ = (setting: Setting, wanted: Marks, report = reportOn) => {
      const { findings, notes, lineOf } = report(path, rule, setting, marks.deployment);
      return [...differences(relative('.', path), wanted, findings, lineOf), ...notes];
    };
    expect(text.trimEnd().split('\n').length, 'lines').toBeLessThanOrEqual(120);
    expect(differ(typed, marks), 'with types').toEqual([]);
    const silent = { ...marks, expected: new Map(), visited: new Map() };
    const missing = differ(untyped, marks);
    // What is known of the project by then is known of other trees.
    expect(differ(untyped, marks, reportApart), 'in a tree of its own').toEqual(missing);
    if (!marks.needsTypes) return expect(missing, 'without types').toEqual([]);
    expect(missing, '`// types: needed` is not true').not.toEqual([]);
    expect(differ(untyped, silent), 'without types').toEqual([]);
  });
});
