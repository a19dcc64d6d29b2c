import type { Deployment, Finding, PathStep } from '../../src/rule.ts';

/** What a fixture says about itself. */
export interface Marks {
  /** Only typed analysis finds what is marked. */
  readonly needsTypes: boolean;
  /** What the settings say, as JSON behind `// settings:` in the first line. */
  readonly deployment: Deployment;
  /** Message ids by the line where a finding is anchored, one entry a finding. */
  readonly expected: ReadonlyMap<number, readonly string[]>;
  /** Message ids by a line that the path of such a finding visits. */
  readonly visited: ReadonlyMap<number, readonly string[]>;
}

/** The marks in a fixture's text. Throws on an id that the rule does not have. */
export function readMarks(text: string, messages: readonly string[]): Marks {
  const lines = text.split('\n');
  return {
    deployment: JSON.parse(/^\/\/ settings: (.*)$/.exec(lines[0] ?? '')?.[1] ?? '{}') as Deployment,
    needsTypes: lines[0]?.trim() === '// types: needed',
    expected: marksOf('expect', lines, messages),
    visited: marksOf('path', lines, messages),
  };
}

function marksOf(
  word: 'expect' | 'path',
  lines: readonly string[],
  messages: readonly string[],
): ReadonlyMap<number, readonly string[]> {
  const marks = new Map<number, readonly string[]>();
  for (const [index, line] of lines.entries()) {
    const ids = idsIn(line, word);
    const unknown = ids.find(id => !messages.includes(id));
    if (unknown !== undefined) {
      throw new Error(
        `line ${index + 1} marks '${unknown}'; the rule's messages are ${messages.join(', ')}.`,
      );
    }
    if (ids.length > 0) marks.set(index + 1, ids);
  }
  return marks;
}

function idsIn(line: string, word: string): readonly string[] {
  const mark = new RegExp(`// ${word}:([^/]*)`).exec(line);
  return (mark?.[1] ?? '').split(/[\s,]+/).filter(id => id !== '');
}

/** Where findings and marks differ, one sentence each: `pg.ts:12: expected leaked, got nothing.` */
export function differences(
  file: string,
  marks: Marks,
  findings: readonly Finding[],
  lineOf: (offset: number) => number,
): readonly string[] {
  const got = group(findings, ({ at }) => lineOf(at.start));
  const lines = [...new Set([...marks.expected.keys(), ...got.keys()])].sort((a, b) => a - b);
  const anchors = lines.flatMap(line => {
    const wanted = wording(marks.expected.get(line));
    const found = wording(got.get(line));
    return wanted === found ? [] : [`${file}:${line}: expected ${wanted}, got ${found}.`];
  });
  const steps = findings.flatMap(({ message, path }) =>
    path.map(step => `${lineAt(step, lineOf)} ${message}`),
  );
  const visits = [...marks.visited].flatMap(([line, ids]) =>
    ids
      .filter(id => !steps.includes(`${line} ${id}`))
      .map(id => `${file}:${line}: no path of a finding '${id}' comes here.`),
  );
  return [...anchors, ...visits];
}

function lineAt({ at }: PathStep, lineOf: (offset: number) => number): number {
  return lineOf(at.start);
}

function group(
  findings: readonly Finding[],
  keyOf: (finding: Finding) => number,
): ReadonlyMap<number, readonly string[]> {
  const groups = new Map<number, readonly string[]>();
  for (const finding of findings) {
    const key = keyOf(finding);
    groups.set(key, [...(groups.get(key) ?? []), finding.message]);
  }
  return groups;
}

function wording(ids: readonly string[] = []): string {
  return ids.length === 0 ? 'nothing' : [...ids].sort().join(' ');
}
