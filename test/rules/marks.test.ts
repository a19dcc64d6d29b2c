import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/rule.ts';
import { differences, readMarks } from './marks.ts';

/** Three lines of ten characters; the marks stand on the first and second. */
const text = 'aaaaaaaaa // expect: leaked\nbbbbbbbbb // path: leaked\nccccccccc';
const lines = text.split('\n');

describe('marks', () => {
  test('a finding on its line, along its path, agrees', () => {
    expect(compare([findingOn(1, 'leaked', [2])])).toEqual([]);
  });

  test('a missing finding differs in anchor and path', () => {
    expect(compare([])).toEqual([
      'x.ts:1: expected leaked, got nothing.',
      "x.ts:2: no path of a finding 'leaked' comes here.",
    ]);
  });

  test('a finding on another line differs twice', () => {
    expect(compare([findingOn(3, 'leaked', [2])])).toEqual([
      'x.ts:1: expected leaked, got nothing.',
      'x.ts:3: expected nothing, got leaked.',
    ]);
  });

  test('a second finding on the line differs', () => {
    const finding = findingOn(1, 'leaked', [2]);
    expect(compare([finding, finding])).toEqual(['x.ts:1: expected leaked, got leaked leaked.']);
  });

  test('a path that goes elsewhere differs', () => {
    expect(compare([findingOn(1, 'leaked', [3])])).toEqual([
      "x.ts:2: no path of a finding 'leaked' comes here.",
    ]);
  });

  test('a mark may name several messages, and share its line with another', () => {
    const marks = readMarks('a // expect: b c // path: d', ['b', 'c', 'd']);
    expect(marks.expected.get(1)).toEqual(['b', 'c']);
    expect(marks.visited.get(1)).toEqual(['d']);
    expect(marks.needsTypes).toBe(false);
    expect(readMarks('// types: needed\n', []).needsTypes).toBe(true);
  });

  test('a message that the rule does not have is refused', () => {
    expect(() => readMarks(text, ['throws'])).toThrow("line 1 marks 'leaked'");
  });
});

function compare(findings: readonly Finding[]): readonly string[] {
  return differences('x.ts', readMarks(text, ['leaked']), findings, lineOf);
}

function findingOn(line: number, message: string, path: readonly number[]): Finding {
  const steps = path.map(step => ({ at: spanOn(step), label: '' }));
  const about = {} as Finding['about']; // Marks compare messages and places only.
  return { message, at: spanOn(line), data: {}, about, path: steps, tier: 'sure' };
}

function spanOn(line: number): Finding['at'] {
  const start = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
  return { file: 'x.ts', start, end: start + 1 };
}

function lineOf(offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
